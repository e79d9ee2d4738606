import { createHeadroom } from '@headroom/core';
import { type KompressWarning, kompress } from '@headroom/kompress';

const page = Array.from(
  { length: 12 },
  (_, i) =>
    `It is worth mentioning that the deadline of each of the jobs in the list is usually extended by the person who is in charge of ` +
    `the queue, and that job ${i} must not be started by anybody else. In most of the cases this is what you will want to do.\n`,
).join('\n');

/** Without its peers: the plain back-end works, and a model that is asked for is told to be missing. */
async function main(): Promise<void> {
  const plain = await createHeadroom({ mode: 'aggressive', compressors: [kompress()] }).compressText(page);
  const codes: string[] = [];
  const onWarning = ({ code }: KompressWarning) => void codes.push(code);
  const compressors = [kompress({ backend: 'onnx', onWarning })];
  const other = await createHeadroom({ mode: 'aggressive', compressors }).compressText(page);
  const isFine =
    plain.tokensAfter < plain.tokensBefore * 0.75 && other.text === plain.text && /must not/.test(plain.text);
  console.log(
    isFine && codes.join() === 'model_missing' ? `ok ${plain.tokensBefore} -> ${plain.tokensAfter}` : `no ${codes}`,
  );
}
void main();
