import { BLAME } from './read-log.js';

/** Writes blame output with commit, author and time once above each run of lines that share them. Every line of code stays. */
export function printBlame(lines: readonly string[]): string {
  const printed: string[] = [];
  let owner = '';
  for (const line of lines) {
    const found = BLAME.exec(line.slice(0, 4000));
    if (!found) {
      printed.push(line);
      owner = '';
      continue;
    }
    const [, hash, author, day, time, zone, number, code] = found;
    const next = `${hash} ${author} ${day} ${time} ${zone}`;
    if (next !== owner) printed.push(next);
    owner = next;
    printed.push(`${number})${code}${line.slice(4000)}`);
  }
  return printed.join('\n');
}
