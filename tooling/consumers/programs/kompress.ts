import { createHeadroom, type Workers } from '@headroom/core';
import { workers } from '@headroom/core/workers';
import { type KompressWarning, kompress } from '@headroom/kompress';

const page = Array.from(
  { length: 12 },
  (_, i) =>
    `It is worth mentioning that the deadline of each of the jobs in the list is usually extended by the person who is in charge of ` +
    `the queue, and that job ${i} must not be started by anybody else. In most of the cases this is what you will want to do.\n`,
).join('\n');

/** In threads it writes the same; what was sent there is counted. */
async function inThreads(text: string): Promise<boolean> {
  const pool = workers();
  let sent = 0;
  const counted: Workers = {
    async run(job, signal) {
      const result = await pool.run(job, signal);
      if (job.kind === 'route') sent++;
      return result;
    },
    close: () => pool.close(),
  };
  const there = createHeadroom({ mode: 'aggressive', compressors: [kompress()], workers: counted });
  const here = createHeadroom({ mode: 'aggressive', compressors: [kompress()] });
  const [one, other] = [await there.compressText(text), await here.compressText(text)];
  await pool.close();
  return one.text === other.text && one.tokensAfter < one.tokensBefore && sent > 0;
}

/** Without its peers: the plain back-end works, and a model that is asked for is told to be missing. */
async function main(): Promise<void> {
  const plain = await createHeadroom({ mode: 'aggressive', compressors: [kompress()] }).compressText(page);
  const codes: string[] = [];
  const onWarning = ({ code }: KompressWarning) => void codes.push(code);
  const compressors = [kompress({ backend: 'onnx', onWarning })];
  const other = await createHeadroom({ mode: 'aggressive', compressors }).compressText(page);
  const isSame = await inThreads(page.repeat(6));
  const isFine =
    isSame && plain.tokensAfter < plain.tokensBefore * 0.75 && other.text === plain.text && /must not/.test(plain.text);
  console.log(
    isFine && codes.join() === 'model_missing' ? `ok ${plain.tokensBefore} -> ${plain.tokensAfter}` : `no ${codes}`,
  );
}
void main();
