import { createHeadroom } from '@headroom/core';
import { type KompressWarning, kompress } from '@headroom/kompress';

const page =
  'In order to extend the deadline for a job that runs for a long time, you can call `touch(id)` before it expires; it must not be called after that. '.repeat(
    12,
  );

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
