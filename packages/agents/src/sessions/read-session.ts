import { readFile } from 'node:fs/promises';
import { readOpenCode } from '../opencode/sessions.js';
import { readStoredSession } from '../opencode/stored-sessions.js';
import { readLines } from './read-lines.js';
import { readerOf } from './readers.js';
import type { SessionEvent, Unplaced } from './session-event.js';
import type { Position, SessionFile } from './session-file.js';
import type { SessionReader } from './session-reader.js';

/** What one line of a transcript tells, and where reading can go on behind it. */
export interface Reading {
  readonly events: readonly SessionEvent[];
  readonly next: Position;
}

const BYTES_OF_A_LINE = 64_000_000;

/**
 * Reads a session from the start or from where an earlier reading ended, one line in memory at a time. A last line that is not
 * written to its end is left for the next time; one that cannot be read is a `skipped` event. Reading in parts gives the same
 * events as reading at once.
 *
 * @throws what the file system throws.
 */
export async function* readSession(file: SessionFile, from?: Position): AsyncGenerator<Reading> {
  const reader = readerOf(file.agent);
  if (file.agent === 'opencode' && file.path.endsWith('.json')) yield* readStoredSession(file, from);
  else if (file.agent === 'opencode') yield* readOpenCode(file, from);
  else if (reader && file.path.endsWith('.json')) yield* readWhole(file, reader, from);
  else if (reader) yield* readByLine(file.path, reader, from);
}

async function* readByLine(path: string, reader: SessionReader, from?: Position): AsyncGenerator<Reading> {
  let { line, state, isUnended } = { line: 0, state: reader.start, isUnended: false, ...from };
  for await (const { text, end, isEnded } of readLines(path, from?.offset, BYTES_OF_A_LINE)) {
    const entry = text === undefined || text.trim() === '' ? undefined : parsed(text);
    if (!isEnded && entry === undefined) return;
    // What is left of a line that was told before its line feed was written.
    if (text !== '' || !isUnended) line += 1;
    isUnended = !isEnded;
    let told: readonly Unplaced[] = [];
    if (text === undefined) told = [{ type: 'skipped', why: 'too_long' }];
    else if (entry !== undefined) ({ events: told, state } = reader.read(entry, state));
    else if (text.trim() !== '') told = [{ type: 'skipped', why: 'broken' }];
    yield { events: placed(told, line), next: { offset: end, line, state, ...(isUnended ? { isUnended } : {}) } };
  }
}

/** A session that is one JSON value: read anew as a whole, and what is new in it told. */
async function* readWhole(
  { path, bytes }: SessionFile,
  reader: SessionReader,
  from?: Position,
): AsyncGenerator<Reading> {
  const text = bytes > BYTES_OF_A_LINE ? undefined : await readFile(path, 'utf8');
  const entry = text === undefined ? undefined : parsed(text);
  const why = text === undefined ? 'too_long' : 'broken';
  const { events, state } =
    entry === undefined
      ? { events: [{ type: 'skipped', why } as const], state: from?.state ?? reader.start }
      : reader.read(entry, from?.state ?? reader.start);
  yield { events: placed(events, 1), next: { offset: bytes, line: 1, state } };
}

const placed = (events: readonly Unplaced[], line: number) =>
  events.map((event) => ({ ...event, line }) as SessionEvent);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
