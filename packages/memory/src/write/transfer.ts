import { keysOf } from '../model/keys.js';
import type { ImportReport } from '../model/memory.js';
import { scopeAt, storedPath } from '../model/public-record.js';
import { Scope, type ScopeNames } from '../model/scope.js';
import type { MemoryChange, MemoryStore, MemoryView, StoredEvent, StoredRecord, Unplaced } from '../model/store.js';
import { seenScopes } from '../read/seen-scopes.js';
import { sameness } from '../words/same-text.js';
import { termsOf } from '../words/terms.js';
import type { Writer } from './place.js';
import { readLine } from './read-line.js';
import { aboutTheSame, end, endedBy, takenIn } from './remember.js';

const FORMAT = 'headroom-memory';
const PAGE = 500;
const AT_ONCE = 200;

/** The lines of everything within a scope: a head, then each record with its events, in the order they were written. */
export async function* exportLines(store: MemoryStore, tenant: string, scope: Scope): AsyncGenerator<string> {
  yield JSON.stringify({ format: FORMAT, version: 1, scope: scope.names });
  for (let after = 0; ; ) {
    const page = await store.read((view) => exportPage(view, tenant, scope, after));
    yield* page.lines;
    if (page.last === undefined) return;
    after = page.last;
  }
}

async function exportPage(view: MemoryView, tenant: string, scope: Scope, after: number) {
  const own = storedPath(tenant, scope);
  const seen = await seenScopes(view, tenant, scope, true);
  const scopes = seen.all.filter(({ path }) => path === own || path.startsWith(`${own}/`)).map((one) => one.scope);
  const records = await view.oldest({ scopes, after, limit: PAGE });
  const ids = records.map(({ id }) => id);
  const events = await view.events({ ids, limit: Number.MAX_SAFE_INTEGER });
  const lines = records.map((record) =>
    lineOf(
      record,
      events.filter(({ id }) => id === record.id),
    ),
  );
  return { lines, last: records.length < PAGE ? undefined : records.at(-1)?.seq };
}

/** Everything that the store cannot make anew. */
function lineOf(record: StoredRecord, events: readonly StoredEvent[]): string {
  const { seq: _seq, scope: _scope, path, terms: _terms, same: _same, ...rest } = record;
  return JSON.stringify({
    ...rest,
    scope: scopeAt(path).names,
    events: events.map(({ number: _number, id: _id, path: at, ...event }) => ({ ...event, scope: scopeAt(at).names })),
  });
}

/** Takes lines in, some hundred a transaction. */
export async function importLines(
  store: MemoryStore,
  writer: Writer,
  scope: Scope,
  lines: Iterable<string> | AsyncIterable<string>,
): Promise<ImportReport> {
  const refused: { line: number; why: string }[] = [];
  const counts = { added: 0, unchanged: 0 };
  let waiting: { line: number; text: string }[] = [];
  let line = 0;
  const take = async () => {
    const batch = waiting;
    waiting = [];
    const done = await importBatch(store, writer, scope, batch);
    counts.added += done.added;
    counts.unchanged += done.unchanged;
    refused.push(...done.refused);
  };
  for await (const text of lines) {
    line++;
    if (text.trim() !== '' && readLine(text) !== 'head') waiting.push({ line, text });
    if (waiting.length >= AT_ONCE) await take();
  }
  await take();
  return { ...counts, refused };
}

async function importBatch(
  store: MemoryStore,
  writer: Writer,
  scope: Scope,
  batch: readonly { readonly line: number; readonly text: string }[],
): Promise<ImportReport> {
  return store.write([storedPath(writer.tenant, Scope.user(scope.user))], async (change) => {
    const refused: { line: number; why: string }[] = [];
    let added = 0;
    for (const { line, text } of batch) {
      const done = await importLine(change, writer, scope, text);
      if (done === 'added') added++;
      else if (done !== 'unchanged') refused.push({ line, why: done });
    }
    return { added, unchanged: batch.length - added - refused.length, refused };
  });
}

/** `added`, `unchanged`, or why a line is refused. */
async function importLine(change: MemoryChange, writer: Writer, scope: Scope, line: string): Promise<string> {
  const read = readLine(line);
  if (typeof read === 'string') return read;
  const into = Scope.of(read.scope as ScopeNames);
  if (!into || !scope.holds(into)) return 'lies outside the scope';
  const path = storedPath(writer.tenant, into);
  const [had] = await change.byId([read.record.id]);
  if (had) return had.path === path && had.text === read.record.text ? 'unchanged' : 'another record has this id';
  const record: Unplaced = {
    ...read.record,
    scope: await change.scopeOf(path),
    path,
    terms: termsOf(read.record.text).join(' '),
    same: sameness(read.record.text),
  };
  const kept = await change.insert(await settled(writer, change, record));
  for (const event of read.events) {
    const { scope: at, ...rest } = event;
    await change.addEvent({ ...rest, id: kept.id, path: eventPath(writer.tenant, at, path) });
  }
  await change.addEvent({ id: kept.id, kind: 'imported', at: writer.now(), path });
  const [old] = kept.supersedes === undefined ? [] : await change.byId([kept.supersedes]);
  if (old?.state === 'current' && old.path === path) await end(writer, change, old, kept);
  return 'added';
}

function eventPath(tenant: string, names: ScopeNames | undefined, otherwise: string): string {
  const scope = names && Scope.of(names);
  return scope ? storedPath(tenant, scope) : otherwise;
}

/** A current fact whose place is taken here comes in as replaced: an import never makes two of one, nor an old fact current. */
async function settled(writer: Writer, change: MemoryChange, record: Unplaced): Promise<Unplaced> {
  if (record.state !== 'current') return record;
  const later = (await change.successors(record.id)).find(({ path }) => path === record.path);
  const [same] = record.kind === 'fact' ? await change.equal(record.scope, { same: record.same }) : [];
  const by = later ?? same ?? (await aboutTheSame(change, record.scope, record, record.supersedes));
  if (!by) return record;
  if (by === same) await takenIn(writer, change, same, record, keysOf(record));
  return { ...record, state: 'replaced', supersededBy: by.id, validUntil: endedBy(record, by) };
}
