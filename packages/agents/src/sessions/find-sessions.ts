import type { Dirent } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openCodeSessionsIn } from '../opencode/sessions.js';
import { storedSessionAt } from '../opencode/stored-sessions.js';
import { recognized } from './readers.js';
import { AGENTS, type AgentName } from './session-event.js';
import type { SessionFile } from './session-file.js';

/** The variables by which agents' homes are moved. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the agents of a user keep their transcripts, whether or not they are there. */
export function sessionFolders(home: string, env: Environment): Readonly<Record<AgentName, readonly string[]>> {
  return {
    'claude-code': env.CLAUDE_CONFIG_DIR
      ? env.CLAUDE_CONFIG_DIR.split(',').map((folder) => join(folder, 'projects'))
      : [join(home, '.claude', 'projects'), join(home, '.config', 'claude', 'projects')],
    codex: ['sessions', 'archived_sessions'].map((name) => join(env.CODEX_HOME || join(home, '.codex'), name)),
    'gemini-cli': [join(env.GEMINI_CLI_HOME || home, '.gemini', 'tmp')],
    opencode: [join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'opencode')],
  };
}

const DEEPEST = 12;
const BYTES_OF_A_START = 8192;
/** Folders that hold no transcripts, and those that hold many files. */
const NOT_OURS = /^(?:node_modules|\.git|tool-results|repos|snapshot|log|cache)$/;

/**
 * The transcripts in a folder, whichever agent wrote them, told by how they begin; sub-agents' are among them. What cannot be
 * read is passed over. In the order of their paths.
 */
export async function findSessions(
  folders: readonly string[],
  agents: readonly AgentName[] = AGENTS,
): Promise<SessionFile[]> {
  const found: SessionFile[] = [];
  for (const folder of new Set(folders)) await walk(folder, found, DEEPEST);
  // opencode left its files where they were when it put them into a database.
  const inDatabase = new Set(found.flatMap(({ path, session }) => (path.endsWith('.db') ? [session] : [])));
  const isOnce = ({ agent, path, session }: SessionFile) =>
    agent !== 'opencode' || path.endsWith('.db') || !inDatabase.has(session);
  return found.filter((file) => agents.includes(file.agent) && isOnce(file));
}

async function walk(folder: string, found: SessionFile[], depth: number): Promise<void> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (depth > 0 && !NOT_OURS.test(entry.name)) await walk(path, found, depth - 1);
    } else if (/^ses_.*\.json$/.test(entry.name)) {
      const file = await storedSessionAt(path);
      if (file) found.push(file);
    } else if (/^opencode.*\.db$/.test(entry.name)) found.push(...(await openCodeSessionsIn(path)));
    else if (/\.jsonl$|^session-.*\.json$/.test(entry.name)) {
      const file = await sessionAt(path);
      if (file) found.push(file);
    }
  }
}

/** The file as a session, when it begins like one; undefined for any other. */
export async function sessionAt(path: string): Promise<SessionFile | undefined> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) return undefined;
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(BYTES_OF_A_START), 0, BYTES_OF_A_START, 0);
      const agent = whose(buffer.toString('utf8', 0, bytesRead));
      return agent && { agent, path, bytes: facts.size, changed: facts.mtimeMs };
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** By the first line that can be read; of one that is longer than what was read, by the names of its fields. */
function whose(start: string): AgentName | undefined {
  for (const line of start.split('\n')) {
    const entry = entryOf(line);
    const agent = recognized(entry);
    if (agent) return agent;
  }
  const names = [...start.matchAll(/"(\w+)"\s*:\s*(?:"(\w+)")?/g)].map(([, name = '', value]) => [name, value]);
  return recognized(Object.fromEntries(names.map(([name, value]) => [name, name === 'payload' ? {} : value])));
}

function entryOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
