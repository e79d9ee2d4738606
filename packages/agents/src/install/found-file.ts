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

/** Reads a file of which a part is to be replaced, links followed; or says, in words that follow its name, why it is not touched. */
export function findFile(disk: Disk, path: string): FoundFile | string {
  const real = disk.real(path);
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

/** True for a file that nobody may write, or not this user. */
export function isReadOnly(disk: Disk, real: string, { mode }: Look): boolean {
  return (mode & 0o222) === 0 || !disk.isWritable(real);
}

/**
 * Puts bytes in the place of a file in one step, with the folders that it lacks; false where it is not any more what was read, and is then
 * left alone.
 *
 * @throws what the system says where it cannot be written
 */
export function replaceFound(disk: Disk, path: string, before: Uint8Array | undefined, after: Uint8Array): boolean {
  const real = disk.real(path);
  for (const folder of missingFolders(disk, real)) disk.makeFolder(folder, 0o755);
  const look = disk.look(real);
  const stillIs = () => {
    if (disk.real(path) !== real) return false;
    const now = disk.look(real);
    if (now === undefined || before === undefined) return now === before;
    return now.kind === 'file' && now.links === 1 && disk.read(real).equals(before);
  };
  return replaceFile(disk, real, after, { look, mode: 0o644, stillIs });
}
