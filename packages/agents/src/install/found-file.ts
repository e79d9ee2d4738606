import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Disk, Look } from './disk.js';
import { missingFolders, replaceFile } from './replace-file.js';

/** A file of somebody else's as it was found. */
export interface FoundFile {
  /** Undefined where there is none. */
  readonly bytes: Buffer | undefined;
  /** True where somebody has asked for it not to be written. */
  readonly isReadOnly: boolean;
}

/** More than a text that agents read was ever seen to hold. */
const MOST_BYTES = 16_000_000;

/** Where links may lead: somebody else's repository may hold one to any file of this user. */
export interface Bounds {
  /** The folders that a file has to lie in when links are followed. */
  readonly within: readonly string[];
  /** Files and folders outside of those that the user has named. */
  readonly outside?: readonly string[] | undefined;
}

/**
 * Reads a file of which a part is to be replaced, links followed; or says, in words that follow its name, why it is not touched.
 * Without `bounds` links may lead anywhere.
 */
export function findFile(disk: Disk, path: string, bounds?: Bounds): FoundFile | string {
  const real = disk.real(path);
  if (bounds && !isWithin(disk, real, [...bounds.within, ...(bounds.outside ?? [])]))
    return `it is a link that leads out of the project, to ${real}; that is written only where it is named (--outside ${real})`;
  const look = disk.look(real);
  if (!look) return { bytes: undefined, isReadOnly: false };
  if (look.kind !== 'file') return 'it is no file';
  if (look.bytes > MOST_BYTES) return 'it is larger than 16 MB';
  if (look.links > 1) return 'it has other names (hard links), which would part from it';
  try {
    return { bytes: disk.read(real), isReadOnly: isReadOnly(disk, real, look) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return `it cannot be read (${code})`;
  }
}

function isWithin(disk: Disk, real: string, places: readonly string[]): boolean {
  return places.some((place) => {
    const base = disk.real(place);
    return real === base || real.startsWith(base.endsWith(sep) ? base : `${base}${sep}`);
  });
}

/** True for a file that nobody may write, or not this user. */
export function isReadOnly(disk: Disk, real: string, { mode }: Look): boolean {
  return (mode & 0o222) === 0 || !disk.isWritable(real);
}

/**
 * Puts bytes in the place of a file in one step, with the folders that it lacks; false where it is not any more what was read, and is then
 * left alone. A file of which no byte is left is removed, unless a link leads to it: empty, it says nothing to anybody.
 *
 * @throws what the system says where it cannot be written
 */
export function replaceFound(disk: Disk, path: string, before: Uint8Array | undefined, after: Uint8Array): boolean {
  const real = disk.real(path);
  if (before !== undefined && after.length === 0 && !isLink(disk, path, real)) return removeFound(disk, path, before);
  for (const folder of missingFolders(disk, real)) disk.makeFolder(folder, 0o755);
  const look = disk.look(real);
  return replaceFile(disk, real, after, { look, mode: 0o644, stillIs: () => isStill(disk, path, real, before) });
}

/**
 * Removes a file, links followed; false where it is not any more what was read, and is then left alone.
 *
 * @throws what the system says where it cannot be removed
 */
export function removeFound(disk: Disk, path: string, before: Uint8Array): boolean {
  const real = disk.real(path);
  if (!disk.look(real)) return true;
  if (!isStill(disk, path, real, before)) return false;
  disk.remove(real);
  return true;
}

function isLink(disk: Disk, path: string, real: string): boolean {
  return real !== join(disk.real(dirname(resolve(path))), basename(path));
}

function isStill(disk: Disk, path: string, real: string, before: Uint8Array | undefined): boolean {
  if (disk.real(path) !== real) return false;
  const now = disk.look(real);
  if (now === undefined || before === undefined) return now === before;
  return now.kind === 'file' && now.links === 1 && disk.read(real).equals(before);
}
