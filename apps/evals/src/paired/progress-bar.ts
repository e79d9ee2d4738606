import type { Progress } from './run-suite.js';

const WIDTH = 24;

/** What money may be said of a run: a limit, where there is one, and whether a price is known at all. */
export interface Purse {
  readonly limit?: number | undefined;
  readonly isPriced: boolean;
}

/** One line that says how far a run is and what it has cost. */
export function progressLine({ done, all, spent }: Progress, { limit, isPriced }: Purse): string {
  const full = Math.floor((WIDTH * done) / Math.max(1, all));
  const known = limit === undefined ? `$${spent.toFixed(4)}` : `$${spent.toFixed(4)} of $${limit}`;
  const money = isPriced ? known : 'price unknown';
  return `[${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}] ${done}/${all}  ${money}`;
}

/** Shows it: in place on a terminal, else once for every twentieth part. */
export function progressBar(stream: NodeJS.WriteStream, purse: Purse): (progress: Progress) => void {
  let shown = -1;
  return (progress) => {
    const line = progressLine(progress, purse);
    if (stream.isTTY) stream.write(`\r${line}${progress.done === progress.all ? '\n' : ''}`);
    const part = Math.floor((20 * progress.done) / Math.max(1, progress.all));
    if (!stream.isTTY && part > shown) stream.write(`${line}\n`);
    shown = Math.max(shown, part);
  };
}
