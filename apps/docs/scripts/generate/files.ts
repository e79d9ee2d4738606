import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository and of the site, with a slash at the end. */
export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
export const SITE = fileURLToPath(new URL('../../', import.meta.url));

export const read = (path: string): string => readFileSync(ROOT + path, 'utf8');

/** Writes a file of the site that the build makes. */
export function write(path: string, text: string): void {
  mkdirSync(dirname(SITE + path), { recursive: true });
  writeFileSync(SITE + path, text);
}
