import { createHeadroom } from '@headroom/core';
import { type KompressWarning, kompress } from '@headroom/kompress';
import { modelFolder } from '@headroom/kompress-model';

const page =
  'In order to extend the deadline for a job that runs for a long time, you can call `touch(id)` before it expires; it must not be called after that. '.repeat(
    12,
  );

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
