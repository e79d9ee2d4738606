import { statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { canWrite } from './doctor/can-write.js';
import { UsageError } from './usage-error.js';

/**
 * Where a page goes, found out before the work that it tells of is begun.
 *
 * @throws UsageError where it could not be written.
 */
export function pageFile(given: string): string {
  const path = resolve(given);
  if (isFolder(path)) throw new UsageError(`${path} is a folder; name a file in it`);
  if (!isFolder(dirname(path))) throw new UsageError(`There is no folder ${dirname(path)}`);
  if (!canWrite(path)) throw new UsageError(`${path} cannot be written; name another file`);
  return path;
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
