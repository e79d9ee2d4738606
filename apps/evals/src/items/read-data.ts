import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { inRepo } from '../repo.js';

/** Where our own items lie, in the formats of the data sets they stand for. */
export const OWN_DATA = inRepo('apps/evals/fixtures/tasks');

/** The text of the first of some files that is in a folder; `.gz` is unpacked. Undefined where none is. */
export function readData(folder: string | undefined, names: readonly string[]): string | undefined {
  if (folder === undefined) return undefined;
  for (const name of names)
    for (const path of [join(folder, name), join(folder, `${name}.gz`)]) {
      if (!existsSync(path)) continue;
      const bytes = readFileSync(path);
      return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    }
  return undefined;
}

/** A data set as it was found: the user's, or our own items that stand in for it, which are named so. */
export interface Found {
  readonly text: string;
  readonly isOwn: boolean;
}

/** The user's data set, else our own in its place. */
export function findData(folder: string | undefined, names: readonly string[], own: string): Found {
  const given = readData(folder, names);
  return given === undefined ? { text: readData(OWN_DATA, [own]) ?? '', isOwn: true } : { text: given, isOwn: false };
}

/** A task's name as it is told: `gsm8k`, or `gsm8k-own` where our own items stand in. */
export const nameOf = (task: string, isOwn: boolean) => (isOwn ? `${task}-own` : task);

/** Eight digits that stand for a text, so that an item's id is the same whatever is asked beside it. */
export const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** All JSON files of an archive, as text, in the order of their names. Needs `unzip`. */
export function readArchive(path: string): string[] {
  const names = execFileSync('unzip', ['-Z1', path], { encoding: 'utf8' }).split('\n');
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => execFileSync('unzip', ['-p', path, name], { encoding: 'utf8', maxBuffer: 2 ** 27 }));
}

/** Records of JSON lines. */
export function jsonLines<Record>(text: string): Record[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Record);
}

/** Rows of comma-separated values with quotes (RFC 4180), by the names of the first row. */
export function readCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', mark] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (mark !== ',' && mark !== '') rows.push([]);
    if (mark === '') break;
  }
  const [header = [], ...rest] = rows;
  return rest
    .filter((row) => row.length === header.length)
    .map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])));
}
