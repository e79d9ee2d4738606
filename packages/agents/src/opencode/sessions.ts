import { stat } from 'node:fs/promises';
import { countOf, type Fields, fieldsOf, known, textOf, timeOf } from '../sessions/fields.js';
import type { SessionEvent, Unplaced } from '../sessions/session-event.js';
import type { Position, SessionFile } from '../sessions/session-file.js';

type Row = Readonly<Record<string, unknown>>;

/** The part of a SQLite client that is used. */
interface Database {
  prepare(sql: string): { all(...values: unknown[]): unknown[] };
  close(): void;
}

/**
 * Databases that were read, by path: an opened one costs 2.5 MB that are not given back when it is closed, and there are as many
 * sessions in one as somebody ever had.
 */
const open = new Map<string, { readonly file: string; readonly database: Database }>();

async function opened(path: string): Promise<Database> {
  const { dev, ino } = await stat(path);
  const file = `${dev} ${ino}`;
  const known = open.get(path);
  if (known?.file === file) return known.database;
  // Another file has taken its place.
  known?.database.close();
  const { default: Libsql } = await import('libsql');
  const database = new Libsql(path, { readonly: true }) as unknown as Database;
  open.set(path, { file, database });
  return database;
}

/** Those of the rows that a query of another version's tables has; none where it has no such table. */
function rows(database: Database, sql: string, ...values: unknown[]): Row[] {
  return database.prepare(sql).all(...values) as Row[];
}

/** The sessions in a database of opencode (`opencode.db` in its data folder). None where it is no such database. */
export async function openCodeSessionsIn(path: string): Promise<SessionFile[]> {
  try {
    const database = await opened(path);
    const sizes = `select s.id as id, s.time_updated as changed, (select coalesce(sum(length(p.data)), 0) from part p where p.session_id = s.id) as bytes from session s`;
    return rows(database, sizes).flatMap(({ id, changed, bytes }) =>
      typeof id === 'string'
        ? [{ agent: 'opencode', path, session: id, bytes: countOf(bytes), changed: timeOf(changed) ?? 0 }]
        : [],
    );
  } catch {
    return [];
  }
}

/** The last message that was read to its end. */
interface State {
  readonly time: number;
  readonly id: string;
}

/** Reads a session of opencode, message by message; one that is still being written is left for the next time. */
export async function* readOpenCode(
  { path, session }: SessionFile,
  from?: Position,
): AsyncGenerator<{ readonly events: readonly SessionEvent[]; readonly next: Position }> {
  const database = await opened(path);
  let { line } = from ?? { line: 0 };
  let { time, id } = (from?.state as State | undefined) ?? { time: -1, id: '' };
  if (!from) {
    const [facts] = rows(database, 'select parent_id, directory, version from session where id = ?', session);
    const events = facts && session !== undefined ? [{ ...factsOf(facts, session), line }] : [];
    yield { events, next: { offset: 0, line, state: { time, id } } };
  }
  const after =
    'select id, time_created, data from message where session_id = ? and (time_created, id) > (?, ?) order by time_created, id limit 50';
  for (;;) {
    const messages = rows(database, after, session, time, id);
    for (const row of messages) {
      const data = parsed(row.data);
      const isOpen =
        data.role === 'assistant' && fieldsOf(data.time).completed === undefined && data.error === undefined;
      if (isOpen) return;
      const parts = rows(database, 'select data from part where message_id = ? order by id', row.id);
      const events = eventsOf(
        String(row.id),
        data,
        parts.map((part) => parsed(part.data)),
      );
      [time, id] = [countOf(row.time_created), String(row.id)];
      line += 1;
      const placed = events.map((event): SessionEvent => ({ ...known({ time: time || undefined }), ...event, line }));
      yield { events: placed, next: { offset: 0, line, state: { time, id } } };
    }
    if (messages.length < 50) return;
  }
}

function parsed(json: unknown): Fields {
  try {
    return fieldsOf(JSON.parse(String(json)));
  } catch {
    return {};
  }
}

export function factsOf(row: Row, session: string): Unplaced {
  const isSubAgent = typeof row.parent_id === 'string' || undefined;
  const facts = { version: textOf(row.version), folder: textOf(row.directory), isSubAgent };
  return { type: 'session', session, ...known(facts) };
}

export function eventsOf(id: string, message: Fields, parts: readonly Fields[]): Unplaced[] {
  if (message.role === 'user') return parts.flatMap(said);
  if (message.role !== 'assistant') return [];
  const model = textOf(message.modelID);
  const events: Unplaced[] = message.summary === true ? [{ type: 'compaction' }] : [];
  let step = 0;
  let results: Unplaced[] = [];
  for (const part of parts) {
    const by = { response: `${id}-${step}`, ...known({ model }) };
    const text = textOf(part.text);
    if (part.type === 'text' && text) events.push({ type: 'message', role: 'assistant', text, ...by });
    if (part.type === 'tool') {
      const [call, result] = called(part, by);
      events.push(call);
      results.push(...result);
    }
    if (part.type !== 'step-finish') continue;
    events.push(...usageOf(fieldsOf(part.tokens), by), ...results);
    results = [];
    step += 1;
  }
  return [...events, ...results];
}

function said(part: Fields): Unplaced[] {
  const text = textOf(part.text);
  if (part.type === 'compaction') return [{ type: 'compaction' }];
  if (part.type !== 'text' || !text || part.ignored === true) return [];
  return [{ type: 'message', role: 'user', text, ...(part.synthetic === true ? { isInjected: true } : {}) }];
}

function called(part: Fields, by: object): readonly [Unplaced, readonly Unplaced[]] {
  const state = fieldsOf(part.state);
  const call = textOf(part.callID) ?? '';
  const event: Unplaced = {
    type: 'call',
    id: call,
    tool: textOf(part.tool) ?? 'unknown',
    input: state.input ?? {},
    ...by,
  };
  const text = textOf(state.output) ?? textOf(state.error);
  if (text === undefined) return [event, []];
  const { exit } = fieldsOf(state.metadata);
  const exitCode = typeof exit === 'number' ? exit : undefined;
  const isFailed = state.status === 'error' || (exitCode !== undefined && exitCode !== 0);
  return [event, [{ type: 'result', call, text, isFailed, ...known({ exitCode }) }]];
}

function usageOf(tokens: Fields, by: object): Unplaced[] {
  if (tokens.input === undefined) return [];
  const cache = fieldsOf(tokens.cache);
  const counts = {
    input: countOf(tokens.input),
    cached: countOf(cache.read),
    written: countOf(cache.write),
    output: countOf(tokens.output) + countOf(tokens.reasoning),
  };
  return [{ type: 'usage', ...by, ...counts }];
}
