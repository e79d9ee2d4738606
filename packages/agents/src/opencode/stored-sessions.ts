import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { countOf, type Fields, fieldsOf, known } from '../sessions/fields.js';
import type { SessionEvent } from '../sessions/session-event.js';
import type { Position, SessionFile } from '../sessions/session-file.js';
import { eventsOf, factsOf } from './sessions.js';

/**
 * Sessions of opencode before it had a database: below `storage` in its data folder a file a session (`session/<project>/<id>.json`), a file
 * a message (`message/<session>/<id>.json`) and a file a part of one (`part/<message>/<id>.json`).
 */
const SESSION = /[\\/]storage[\\/]session[\\/][^\\/]+[\\/](ses_[^\\/]+)\.json$/;

/** The file as such a session; undefined for any other. */
export async function storedSessionAt(path: string): Promise<SessionFile | undefined> {
  const session = SESSION.exec(path)?.[1];
  const facts = session === undefined ? undefined : await stat(path).catch(() => undefined);
  if (session === undefined || !facts?.isFile()) return undefined;
  let bytes = facts.size;
  for (const message of await namesIn(messagesOf(path, session)))
    for (const part of await namesIn(partsOf(path, message)))
      bytes += (await stat(join(partsOf(path, message), part)).catch(() => undefined))?.size ?? 0;
  return { agent: 'opencode', path, session, bytes, changed: facts.mtimeMs };
}

/** Reads one, message by message; one that is still being written is left for the next time. */
export async function* readStoredSession(
  { path, session = '' }: SessionFile,
  from?: Position,
): AsyncGenerator<{ readonly events: readonly SessionEvent[]; readonly next: Position }> {
  let { line } = from ?? { line: 0 };
  let last = (from?.state as string | undefined) ?? '';
  if (!from) {
    const { parentID: parent_id, directory, version } = await fieldsIn(path);
    const events = [{ ...factsOf({ parent_id, directory, version }, session), line } as SessionEvent];
    yield { events, next: { offset: 0, line, state: last } };
  }
  // Their names rise with time.
  for (const name of await namesIn(messagesOf(path, session))) {
    if (name <= last) continue;
    const message = await fieldsIn(join(messagesOf(path, session), name));
    const time = fieldsOf(message.time);
    if (message.role === 'assistant' && time.completed === undefined && message.error === undefined) return;
    const folder = partsOf(path, name);
    const parts: Fields[] = [];
    for (const part of await namesIn(folder)) parts.push(await fieldsIn(join(folder, part)));
    last = name;
    line += 1;
    const around = { ...known({ time: countOf(time.created) || undefined }), line };
    const events = eventsOf(basename(name, '.json'), message, parts).map(
      (one) => ({ ...around, ...one }) as SessionEvent,
    );
    yield { events, next: { offset: 0, line, state: last } };
  }
}

const storageOf = (path: string) => dirname(dirname(dirname(path)));
const messagesOf = (path: string, session: string) => join(storageOf(path), 'message', session);
const partsOf = (path: string, message: string) => join(storageOf(path), 'part', basename(message, '.json'));

async function namesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter((name) => name.endsWith('.json')).sort();
}

/** A file that is gone or broken holds nothing. */
async function fieldsIn(path: string): Promise<Fields> {
  try {
    return fieldsOf(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return {};
  }
}
