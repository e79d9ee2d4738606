import { dirname } from 'node:path';
import type { Disk, Look } from './disk.js';

/** The name a new state is written under before it takes the old one's place; one that a crash left is swept away. */
export function besideName(real: string): string {
  return `${real}.headroom-new`;
}

/**
 * Puts a text, or bytes, in the place of a file in one step, its mode and owner kept: whoever reads it, or looks after a crash, finds the old
 * text or the new one. `stillIs` is asked right before.
 */
export function replaceFile(
  disk: Disk,
  real: string,
  text: string | Uint8Array,
  {
    look,
    mode = 0o600,
    stillIs = () => true,
  }: { look?: Look | undefined; mode?: number; stillIs?: () => boolean } = {},
): boolean {
  const beside = besideName(real);
  disk.remove(beside);
  disk.create(beside, typeof text === 'string' ? Buffer.from(text, 'utf8') : text, look?.mode ?? mode, look?.owner);
  if (!stillIs()) {
    disk.remove(beside);
    return false;
  }
  disk.rename(beside, real);
  return true;
}

/** The folders that have to be made for a file, the outermost first. */
export function missingFolders(disk: Disk, real: string): readonly string[] {
  const missing: string[] = [];
  for (let folder = dirname(real); disk.look(folder) === undefined; folder = dirname(folder)) {
    missing.unshift(folder);
    if (dirname(folder) === folder) break;
  }
  return missing;
}
