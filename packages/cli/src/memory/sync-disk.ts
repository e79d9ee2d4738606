import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Bounds, nodeDisk as disk, findFile, removeFound, replaceFound } from '@headroom/agents/install';
import { UsageError } from '../usage-error.js';

/** The bytes of a file that may be replaced; undefined where there is none. */
export function readTarget(path: string, bounds: Bounds): Buffer | undefined {
  const found = findFile(disk, path, bounds);
  if (typeof found === 'string') throw new UsageError(`${path}: ${found}`);
  return found.bytes;
}

/** Puts bytes in the place of a file in one step; false where it is not any more what was read. */
export function writeTarget(path: string, before: Uint8Array | undefined, after: Uint8Array, bounds: Bounds): boolean {
  const found = findFile(disk, path, bounds);
  if (typeof found === 'string') throw new UsageError(`${path}: ${found}`);
  if (found.isReadOnly) throw new UsageError(`${path}: it is read-only`);
  return replaceFound(disk, path, before, after);
}

/** The files of a memory folder that count: its notes and what stands beside them. */
export function readFolder(folder: string, ledger: string, bounds: Bounds): ReadonlyMap<string, Buffer> {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && (/\.md$/i.test(entry.name) || entry.name === ledger))
    .map(({ name }) => name);
  if (names.length > 5000) throw new UsageError(`${folder}: it has more than 5000 notes`);
  return new Map(
    names.sort().flatMap((name) => {
      const bytes = readTarget(join(folder, name), bounds);
      return bytes && bytes.length <= 1_000_000 ? [[name, bytes] as const] : [];
    }),
  );
}

export function removeTarget(path: string, before: Uint8Array | undefined): boolean {
  return before !== undefined && removeFound(disk, path, before);
}
