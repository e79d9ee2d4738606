import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * The real place of a path inside one of the allowed directories, links followed; undefined when it is outside or not there.
 * Relative paths start at the first allowed directory.
 */
export async function allowedPath(path: string, directories: readonly string[]): Promise<string | undefined> {
  const first = directories[0];
  if (first === undefined || path.includes('\u0000')) return undefined;
  try {
    const real = await realpath(resolve(first, path));
    for (const directory of directories) {
      // One that is not there now does not keep the others closed.
      const base = await realpath(directory).catch(() => undefined);
      if (base !== undefined && isInside(real, base)) return real;
    }
  } catch {
    // Not there, or not ours to look at: the same answer for both.
  }
  return undefined;
}

function isInside(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
