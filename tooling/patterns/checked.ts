import { readFileSync, writeFileSync } from 'node:fs';

const checkedFile = new URL('checked.txt', import.meta.url);

/** A pattern that the checker refuses or cannot decide, and why it may stay. */
export interface Exception {
  readonly pattern: string;
  /** What holds down its cost. */
  readonly why: string;
  /** Most characters of the text it is shown. */
  readonly most: number;
}

/** Patterns that the checker found linear. They are not analysed again: its answer depends on the pattern alone. */
export function readChecked(): Set<string> {
  return new Set(readFileSync(checkedFile, 'utf8').split('\n').filter(Boolean));
}

export function writeChecked(patterns: Iterable<string>): void {
  writeFileSync(checkedFile, `${[...new Set(patterns)].sort().join('\n')}\n`);
}

export function readExceptions(): readonly Exception[] {
  return JSON.parse(readFileSync(new URL('exceptions.json', import.meta.url), 'utf8')) as Exception[];
}
