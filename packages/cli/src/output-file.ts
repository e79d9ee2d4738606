import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { canWrite } from './doctor/can-write.js';
import { MissingPlace, UsageError } from './usage-error.js';

/**
 * Where something goes that is written once it is made, found out before that is begun. A folder that is not there is a typing error: none
 * is made.
 *
 * @throws UsageError where it could not be written.
 */
export function outputFile(given: string): string {
  // Where it stands for standard output that was taken care of before.
  if (given === '-') throw new UsageError('It goes into a file: name one (./- for one that is called so)');
  const path = resolve(given);
  if (isFolder(path)) throw new UsageError(`${path} is a folder; name a file in it`);
  if (!isFolder(dirname(path))) throw new UsageError(`There is no folder ${dirname(path)}; make it, or name another`);
  if (!canWrite(path)) throw new UsageError(`${path} cannot be written; name another file`);
  return path;
}

/**
 * A folder that is to be read.
 *
 * @throws MissingPlace where there is none
 */
export function folderNamed(given: string, flag = ''): string {
  const path = resolve(given);
  const named = flag === '' ? path : `${flag} ${given}`;
  if (isFolder(path)) return path;
  throw new MissingPlace(`${named}: ${existsSync(path) ? 'it is no folder' : 'there is no such folder'}`);
}

function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory();
  } catch {
    return false;
  }
}

/** Writes a page. It shows texts of the user's: where it is new, nobody else can read it. */
export function writePageFile(path: string, html: string): void {
  writeFileSync(path, html, { mode: 0o600 });
}
