import { fileURLToPath } from 'node:url';

/** The root of the repository, from the sources and from `dist` alike. */
export const repo = new URL('../../../', import.meta.url);

/** A path below the root of the repository. */
export function inRepo(path: string): string {
  return fileURLToPath(new URL(path, repo));
}
