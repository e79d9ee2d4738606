import { UsageError } from '../usage-error.js';

/** What the flags of `add` and `edit` are called by the library. */
const FLAG_OF: Readonly<Record<string, string>> = {
  key: '--about',
  tags: '--tag',
  validUntil: '--until',
  saidAt: '--said',
  importance: '--importance',
};

/** A problem in the words of this command line. */
export function inMemoryFlags(error: unknown): unknown {
  const { name, message, option } = error as { name?: string; message: string; option?: string };
  // Of the store of originals people are told to name another; this is not that one.
  if (name === 'StoreError') return new Error(message);
  const flag = name === 'HeadroomError' && option !== undefined ? FLAG_OF[option] : undefined;
  if (flag === undefined || option === undefined) return error;
  return new UsageError(
    message.replace(option, flag).replace('validFrom', 'the day that it holds from (--said; default: now)'),
  );
}
