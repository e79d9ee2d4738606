import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { ConfigRefused } from './config-refused.js';
import type { Disk, Look } from './disk.js';
import { isReadOnly } from './found-file.js';

/** A configuration as it was found. */
export interface ConfigFile {
  /** As the agent names it. */
  readonly path: string;
  /** Where it really lies, links followed. */
  readonly real: string;
  /** Undefined where there is no file. */
  readonly text: string | undefined;
  readonly look: Look | undefined;
}

/** More than any agent's configuration was ever seen to hold. */
const MOST_BYTES = 64_000_000;

/**
 * Reads a configuration, a byte order mark and line ends as they are.
 * @throws {@link ConfigRefused} for what cannot be read as text.
 */
export function readConfigFile(disk: Disk, path: string): ConfigFile {
  const real = disk.real(path);
  const look = disk.look(real);
  if (!look) return { path, real, text: undefined, look };
  if (look.kind !== 'file')
    throw new ConfigRefused('not_a_file', path, 'it is no plain file', 'Move it away, then try again.');
  if (look.bytes > MOST_BYTES)
    throw new ConfigRefused('too_large', path, 'it is larger than 64 MB', 'Look at what has filled it.');
  const bytes = disk.read(real);
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isWide) throw new ConfigRefused('not_text', path, 'it is UTF-16', 'Save it as UTF-8, then try again.');
  if (bytes.includes(0))
    throw new ConfigRefused(
      'not_text',
      path,
      'it holds NUL bytes, as a file does that was being written when the machine crashed',
      'Bring it back from a backup, or remove it, then try again.',
    );
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { path, real, text, look };
  } catch {
    throw new ConfigRefused('not_text', path, 'it is not UTF-8 text', 'Save it as UTF-8, then try again.');
  }
}

/** @throws {@link ConfigRefused} where the file could not be replaced, or somebody has asked for it not to be. */
export function assertWritable(disk: Disk, { path, real, look }: ConfigFile): void {
  let folder = dirname(real);
  while (disk.look(folder) === undefined && dirname(folder) !== folder) folder = dirname(folder);
  const isFolder = disk.look(folder)?.kind === 'folder';
  if (!isFolder || !disk.isWritable(folder))
    throw new ConfigRefused('read_only', path, `the folder ${folder} cannot be written`, 'Allow it, or do it by hand.');
  if (!look) return;
  if (isReadOnly(disk, real, look))
    throw new ConfigRefused(
      'read_only',
      path,
      'it is read-only',
      'Something else may own it (a dotfile manager, an administrator): change it there, or make it writable.',
    );
  if (look.links > 1)
    throw new ConfigRefused(
      'linked',
      path,
      'it has other names (hard links), which would part from it',
      'Change it by hand, or use a symbolic link.',
    );
}

/** The digest by which a state of a file is known again; of no file, another one than of an empty one. */
export function digestOf(text: string | undefined): string {
  return text === undefined ? 'none' : createHash('sha256').update(text).digest('hex');
}
