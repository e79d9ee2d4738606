import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Memory, Scope } from '@headroom/memory';
import { makeFolder, serviceFolder } from '../service/state.js';
import { MissingPlace, UsageError } from '../usage-error.js';
import { plain } from './in-words.js';
import { type Project, projectDatabase, projectOf } from './project.js';

/** The flags that say whose memory is meant, and where it lies. */
export interface MemoryFlags {
  readonly user?: string | undefined;
  readonly agent?: string | undefined;
  readonly session?: string | undefined;
  readonly project?: string | undefined;
  readonly db?: string | undefined;
}

/** A memory that is open, and whose part of it is meant. */
export interface OpenMemory {
  readonly memory: Memory;
  readonly scope: Scope;
  /** What it lies in, as it may be shown. */
  readonly place: string;
}

/** Whose a project's own database is: it holds what one user of this machine knows of one project. */
const OWNER = 'me';

/**
 * Opens the memory of the project that this folder is in, or the database that is named.
 *
 * @param prefix what the flags' names begin with where they stand beside others
 * @throws {@link UsageError} where it is not known whose memory is meant.
 */
export async function openMemory(flags: MemoryFlags, isToMake: boolean, prefix = ''): Promise<OpenMemory> {
  const { Scope } = await import('@headroom/memory');
  if (flags.db !== undefined && flags.user === undefined)
    throw new UsageError(await unnamed(flags.db, isToMake, prefix));
  const scope = Scope.of({ user: flags.user ?? OWNER, agent: flags.agent, session: flags.session });
  if (!scope) throw new UsageError('--user, --agent and --session are names');
  const { memory, place } = await connect(flags, isToMake, prefix);
  return { memory, scope, place };
}

/** Who a memory is of, as they may be shown; none where nothing was ever put into it. */
export async function usersOf(memory: Memory): Promise<readonly string[]> {
  return [...new Set((await memory.scopes()).map(({ scope }) => String(scope.user)))].sort();
}

/** Some names in a sentence. */
export function namesInWords(names: readonly string[]): string {
  return `${names.slice(0, 10).map(plain).join(', ')}${names.length > 10 ? ' …' : ''}`;
}

/** The project that is named, or the one of this folder. */
export function chosenProject({ project }: MemoryFlags): Project {
  return projectOf(project ?? process.cwd(), project !== undefined);
}

async function connect(flags: MemoryFlags, isToMake: boolean, prefix: string): Promise<Omit<OpenMemory, 'scope'>> {
  const { createMemory, postgresMemory, sqliteMemory } = await import('@headroom/memory');
  if (flags.db !== undefined && /^postgres(?:ql)?:\/\//.test(flags.db))
    return { memory: createMemory({ store: postgresMemory({ url: flags.db }), newId }), place: 'PostgreSQL' };
  if (flags.db !== undefined && /^[a-z][a-z0-9+.-]+:\/\//i.test(flags.db))
    throw new UsageError(`--${prefix}db takes a file, or a postgres:// address`);
  const path = flags.db === undefined ? ownDatabase(flags) : databaseNamed(flags.db, isToMake, prefix);
  return { memory: createMemory({ store: sqliteMemory({ path }), newId }), place: path };
}

/** A project's own, whose folder is ours to make. */
function ownDatabase(flags: MemoryFlags): string {
  const path = projectDatabase(chosenProject(flags), serviceFolder());
  makeFolder(dirname(path));
  return path;
}

/** A file that is there, or is to be made in a folder that is: one that is not is a typing error. */
function databaseNamed(db: string, isToMake: boolean, prefix: string): string {
  const path = resolve(db);
  const problem = (why: string) => new MissingPlace(`--${prefix}db ${db}: ${why}`);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw problem('it is a folder; name a file in it');
  if (!isToMake && !existsSync(path)) throw problem('there is no such file');
  if (!existsSync(dirname(path))) throw problem(`there is no folder ${dirname(path)}; make it, or name another`);
  return path;
}

/** A database may hold the memory of many: which of them is meant has to be said. */
async function unnamed(db: string, isToMake: boolean, prefix: string): Promise<string> {
  const said = `With --${prefix}db say whose memory is meant: --${prefix}user <name>`;
  let memory: Memory | undefined;
  try {
    ({ memory } = await connect({ db }, false, prefix));
    const names = await usersOf(memory);
    return names.length === 0 ? said : `${said}. It holds ${namesInWords(names)}`;
  } catch (error) {
    // That it is none, or is damaged, is more to the point.
    if ((error instanceof UsageError && !isToMake) || (error as { code?: string }).code === 'damaged') throw error;
    return said;
  } finally {
    await memory?.close().catch(() => undefined);
  }
}

const SIGNS = '0123456789abcdefghjkmnpqrstvwxyz';

/** Short enough to be typed, and a few tokens where a model reads it; 60 bits, so that none comes twice. */
function newId(): string {
  return Array.from(randomBytes(12), (byte) => SIGNS[byte % SIGNS.length]).join('');
}
