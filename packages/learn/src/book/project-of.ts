import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isFieldsLike } from './plain.js';

/** Where a session was. */
export interface Placed {
  /** The project: the nearest folder above with a repository, else the folder itself; of a worktree the repository it is of. */
  readonly root: string;
  /** The folder from which its paths are seen: the project's, or the worktree. */
  readonly base: string;
}

const places = new Map<string, Placed>();

/** The project that a folder is of. Two projects are never one, however they are called. */
export function placeOf(folder: string): Placed {
  const known = places.get(folder);
  if (known) return known;
  const place = found(resolve(folder));
  if (places.size > 10_000) places.clear();
  places.set(folder, place);
  return place;
}

function found(folder: string): Placed {
  for (let at = folder; ; at = dirname(at)) {
    const main = repositoryAt(at);
    // A worktree that is gone lay below what is its project: its paths are seen from it.
    if (main !== undefined) return { root: main, base: existsSync(folder) ? at : folder };
    if (dirname(at) === at) return { root: folder, base: folder };
  }
}

/** The folder of the repository that lies here, or of which a worktree does. */
function repositoryAt(folder: string): string | undefined {
  const git = join(folder, '.git');
  const look = statSync(git, { throwIfNoEntry: false });
  if (!look?.isFile()) return look && folder;
  try {
    const text = readFileSync(git, 'utf8');
    const end = text.indexOf('/.git/worktrees/');
    const home = text.startsWith('gitdir: /') && end > 0 ? text.slice('gitdir: '.length, end) : undefined;
    return home !== undefined && existsSync(home) ? home : folder;
  } catch {
    return folder;
  }
}

/**
 * The folder of a session of Gemini CLI that does not say it: from the file beside its chats that names it, from the list of projects in its
 * home, or by the hash under which other versions keep a project, of which that list, the folders that are trusted and the known ones are tried.
 */
export function geminiFolder(path: string, known: Iterable<string>): string | undefined {
  const project = dirname(dirname(path));
  const named = textAt(join(project, '.project_root'))?.trim();
  if (named?.startsWith('/')) return named;
  const home = dirname(dirname(project));
  const name = basename(project);
  const { projects: list } = listed(home, 'projects.json');
  const projects = isFieldsLike(list) ? Object.entries(list) : [];
  const byName = projects.find(([, one]) => one === name)?.[0];
  if (byName?.startsWith('/')) return byName;
  if (!/^[0-9a-f]{64}$/.test(name)) return undefined;
  const folders = [
    ...projects.map(([folder]) => folder),
    ...Object.keys(listed(home, 'trustedFolders.json')),
    ...known,
  ];
  return folders.find((folder) => createHash('sha256').update(folder).digest('hex') === name);
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** A file of Gemini CLI's home as an object; one without fields where there is none. */
function listed(home: string, name: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(textAt(join(home, name)) ?? '{}');
    return isFieldsLike(value) ? value : {};
  } catch {
    return {};
  }
}
