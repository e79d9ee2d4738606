import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { homeFolder } from '../home-folder.js';
import { UsageError } from '../usage-error.js';

/** A project: what one memory is about. */
export interface Project {
  /** The root of the working tree, where CLAUDE.md and the like stand. */
  readonly root: string;
  /** The root of the repository, which all its worktrees share. */
  readonly repository: string;
}

/**
 * The project of a folder: the nearest folder upward with a `.git`. One that is named (`isNamed`) is a project without that, too.
 *
 * @throws {@link UsageError} where there is none. The home of a user is none: what is remembered there would be of everything.
 */
export function projectOf(folder: string, isNamed: boolean, home: string = homeFolder()): Project {
  const start = real(resolve(folder));
  if (!statSync(start, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`--project ${folder}: there is no such folder`);
  const top = real(home);
  for (let at = start; dirname(at) !== at; at = dirname(at)) {
    if (at === top && !isNamed) break;
    if (statSync(join(at, '.git'), { throwIfNoEntry: false })) return { root: at, repository: repositoryOf(at) };
  }
  if (isNamed) return { root: start, repository: start };
  throw new UsageError(
    'This folder is in no project (no .git here or above), so it is not known whose memory is meant. ' +
      'Go to one, name one with --project <folder>, or a database with --db <file or postgres://…>',
  );
}

/** Where a project's memory lies: two projects of one name have two. */
export function projectDatabase({ repository }: Project, folder: string): string {
  const name = basename(repository).replace(/[^\w.-]+/g, '-') || 'project';
  const hash = createHash('sha256').update(repository).digest('hex').slice(0, 12);
  return join(folder, 'memory', `${name.slice(0, 60)}-${hash}`, 'memory.db');
}

/** A worktree names the repository that it is of in its `.git`; a submodule, whose file looks alike, is one of its own. */
function repositoryOf(root: string): string {
  try {
    const [, named] = /^gitdir: (.+)$/m.exec(readFileSync(join(root, '.git'), 'utf8')) ?? [];
    if (named === undefined) return root;
    const git = resolve(root, named.trim());
    const common = real(resolve(git, readFileSync(join(git, 'commondir'), 'utf8').trim()));
    return basename(common) === '.git' ? dirname(common) : common;
  } catch {
    return root;
  }
}

function real(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
