import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** The text of a file, or undefined when there is none. */
export function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Replaces a file in one step, its mode kept, links to it followed: a crash leaves the old file or the new one. */
export function replaceFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const real = existsSync(file) ? realpathSync(file) : file;
  const mode = existsSync(real) ? statSync(real).mode & 0o7777 : undefined;
  const beside = `${real}.headroom-${process.pid}`;
  try {
    writeFileSync(beside, text, { flag: 'wx', mode: mode ?? 0o600 });
    if (mode !== undefined) chmodSync(beside, mode);
    renameSync(beside, real);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

export function removeFile(file: string): void {
  rmSync(file, { force: true });
}
