import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Memory, Scope } from '@headroom/memory';
import { serviceFolder } from '../service/state.js';
import { UsageError } from '../usage-error.js';
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
  if (flags.db !== undefined && !flags.user) throw new UsageError(await unnamed(flags.db, isToMake, prefix));
  const scope = Scope.of({ user: flags.user || OWNER, agent: flags.agent, session: flags.session });
  if (!scope) throw new UsageError('--user, --agent and --session are names');
  const { memory, place } = await connect(flags, isToMake);
  return { memory, scope, place };
}

/** The project that is named, or the one of this folder. */
export function chosenProject({ project }: MemoryFlags): Project {
  return projectOf(project ?? process.cwd(), project !== undefined);
}

async function connect(flags: MemoryFlags, isToMake: boolean): Promise<Omit<OpenMemory, 'scope'>> {
  const { createMemory, postgresMemory, sqliteMemory } = await import('@headroom/memory');
  if (flags.db !== undefined && /^postgres(?:ql)?:\/\//.test(flags.db))
    return { memory: createMemory({ store: postgresMemory({ url: flags.db }), newId }), place: 'PostgreSQL' };
  if (flags.db !== undefined && /^[a-z][a-z0-9+.-]+:\/\//i.test(flags.db))
    throw new UsageError('--db takes a file, or a postgres:// address');
  const named = flags.db === undefined ? undefined : resolve(flags.db);
  if (named !== undefined && !isToMake && !existsSync(named))
    throw new UsageError(`--db ${flags.db}: there is no such file`);
  const path = named ?? projectDatabase(chosenProject(flags), serviceFolder());
  return { memory: createMemory({ store: sqliteMemory({ path }), newId }), place: path };
}

/** A database may hold the memory of many: which of them is meant has to be said. */
async function unnamed(db: string, isToMake: boolean, prefix: string): Promise<string> {
  const said = `With --${prefix}db say whose memory is meant: --${prefix}user <name>`;
  let memory: Memory | undefined;
  try {
    ({ memory } = await connect({ db }, false));
    const names = [...new Set((await memory.scopes()).map(({ scope }) => scope.user))].sort();
    const more = names.length > 10 ? ' …' : '';
    return names.length === 0 ? said : `${said}. It holds ${names.slice(0, 10).join(', ')}${more}`;
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
