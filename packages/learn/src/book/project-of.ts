import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const roots = new Map<string, string>();

/**
 * The project that a folder is of: the nearest folder above it with a repository, else itself. Two projects are never one, however
 * they are called.
 */
export function projectOf(folder: string): string {
  const known = roots.get(folder);
  if (known !== undefined) return known;
  let root = folder.length > 1 ? folder.replace(/\/+$/, '') : folder;
  for (let at = root; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) {
      root = at;
      break;
    }
    if (dirname(at) === at) break;
  }
  if (roots.size > 10_000) roots.clear();
  roots.set(folder, root);
  return root;
}

/**
 * The folder of a session of Gemini CLI that does not say it: from the file beside its chats that names it, or by the hash under
 * which earlier versions kept a project, of which the known ones are tried.
 */
export function geminiFolder(path: string, known: Iterable<string>): string | undefined {
  const home = dirname(dirname(path));
  try {
    const named = readFileSync(join(home, '.project_root'), 'utf8').trim();
    if (named.startsWith('/')) return named;
  } catch {
    // Written by some versions only.
  }
  const hash = /([0-9a-f]{64})$/.exec(home)?.[1];
  if (hash === undefined) return undefined;
  for (const root of known) if (createHash('sha256').update(root).digest('hex') === hash) return root;
  return undefined;
}
