import type { Progress } from './run-suite.js';

const WIDTH = 24;

/** One line that says how far a run is and what it has cost. */
export function progressLine({ done, all, spent }: Progress, limit: number | undefined): string {
  const full = Math.floor((WIDTH * done) / Math.max(1, all));
  const money = limit === undefined ? `$${spent.toFixed(4)}` : `$${spent.toFixed(4)} of $${limit}`;
  return `[${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}] ${done}/${all}  ${money}`;
}

/** Shows it: in place on a terminal, else once for every twentieth part. */
export function progressBar(stream: NodeJS.WriteStream, limit: number | undefined): (progress: Progress) => void {
  let shown = -1;
  return (progress) => {
    const line = progressLine(progress, limit);
    if (stream.isTTY) stream.write(`\r${line}${progress.done === progress.all ? '\n' : ''}`);
    const part = Math.floor((20 * progress.done) / Math.max(1, progress.all));
    if (!stream.isTTY && part > shown) stream.write(`${line}\n`);
    shown = Math.max(shown, part);
  };
}
