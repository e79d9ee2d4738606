import { createHeadroom } from '@headroom/core';
import { type KompressWarning, kompress } from '@headroom/kompress';
import { modelFolder } from '@headroom/kompress-model';

const page = Array.from(
  { length: 12 },
  (_, i) =>
    `It is worth mentioning that the deadline of each of the jobs in the list is usually extended by the person who is in charge of ` +
    `the queue, and that job ${i} must not be started by anybody else. In most of the cases this is what you will want to do.\n`,
).join('\n');

/** With its peers: the model scores, and nothing is told. */
async function main(): Promise<void> {
  const codes: string[] = [];
  const onWarning = ({ code }: KompressWarning) => void codes.push(code);
  const compressors = [kompress({ backend: 'onnx', onWarning })];
  const { text, tokensBefore, tokensAfter } = await createHeadroom({ mode: 'aggressive', compressors }).compressText(
    page,
  );
  const isFine = tokensAfter < tokensBefore * 0.8 && /must not/.test(text) && codes.length === 0;
  console.log(isFine ? `ok ${tokensBefore} -> ${tokensAfter}` : `no ${codes} ${modelFolder}`);
}
void main();
