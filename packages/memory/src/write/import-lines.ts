import { keysOf } from '../model/keys.js';
import type { ImportReport } from '../model/memory.js';
import { storedPath } from '../model/public-record.js';
import { Scope, type ScopeNames } from '../model/scope.js';
import type { MemoryChange, MemoryStore, StoredRecord, Unplaced } from '../model/store.js';
import { sameOwner } from '../read/list.js';
import { turn } from '../store/turn.js';
import { sameness } from '../words/same-text.js';
import { termsOf } from '../words/terms.js';
import type { Writer } from './place.js';
import { type PurgedLine, type ReadLine, readLine } from './read-line.js';
import { aboutTheSame, end, endedBy, takenIn } from './remember.js';

const AT_ONCE = 1000;

/** A line that was read, and its number. */
interface Waiting {
  readonly line: number;
  readonly read: ReadLine | PurgedLine | string;
}

/** What became of a line: one of these, or why it is refused. `noted`: nothing that is here changed. */
type Done = 'added' | 'unchanged' | 'ended' | 'noted' | { readonly refused: string };

/** What import works on. */
interface Into {
  readonly change: MemoryChange;
  readonly writer: Writer;
  readonly path: string;
}

/** Takes lines in, some hundred a transaction. */
export async function importLines(
  store: MemoryStore,
  writer: Writer,
  scope: Scope,
  lines: Iterable<string> | AsyncIterable<string>,
): Promise<ImportReport> {
  const refused: { line: number; why: string }[] = [];
  const counts = { added: 0, unchanged: 0, ended: 0, noted: 0 };
  let waiting: Waiting[] = [];
  let line = 0;
  const take = async () => {
    const batch = waiting;
    waiting = [];
    const all = await importBatch(store, writer, scope, batch);
    for (const [i, done] of all.entries())
      if (typeof done === 'string') counts[done]++;
      else refused.push({ line: batch[i]?.line ?? 0, why: done.refused });
  };
  for await (const text of lines) {
    line++;
    await turn();
    const read = text.trim() === '' ? 'head' : readLine(text);
    if (read !== 'head') waiting.push({ line, read });
    if (waiting.length >= AT_ONCE) await take();
  }
  await take();
  const { added, unchanged, ended } = counts;
  return { added, unchanged, ended, refused };
}

function importBatch(
  store: MemoryStore,
  writer: Writer,
  scope: Scope,
  batch: readonly Waiting[],
): Promise<readonly Done[]> {
  return store.write([storedPath(writer.tenant, Scope.user(scope.user))], async (change) => {
    const all: Done[] = [];
    for (const { read } of batch) all.push(await importLine(change, writer, scope, read));
    return all;
  });
}

async function importLine(change: MemoryChange, writer: Writer, scope: Scope, read: Waiting['read']): Promise<Done> {
  if (typeof read === 'string') return { refused: read };
  const names = Scope.of(read.scope as ScopeNames);
  if (!names || !scope.holds(names)) return { refused: 'lies outside the scope' };
  const into = { change, writer, path: storedPath(writer.tenant, names) };
  if ('why' in read) return importPurged(into, read);
  const [had] = await change.byId([read.record.id]);
  if (had) return importKnown(into, had, read);
  const gone = (await change.purged([read.record.id])).find(({ path }) => sameOwner(path, into.path));
  if (gone) return { refused: GONE[gone.why] };
  return importNew(into, read);
}

const GONE = {
  forgotten: 'was forgotten here, and removed for good',
  ended: 'had ended here, and was removed for good',
};

/** A record that is here stays as it is, unless it was forgotten where the line comes from. */
async function importKnown({ change, writer, path }: Into, had: StoredRecord, read: ReadLine): Promise<Done> {
  const { record, events } = read;
  if (had.path !== path) return { refused: 'another record has this id' };
  const isForgotten = record.state === 'forgotten' && had.state !== 'forgotten';
  if (had.text === record.text && !isForgotten) return 'unchanged';
  const own = await change.events({ ids: [had.id], limit: 10_000 });
  const was = (of: readonly { readonly before?: { readonly text?: unknown } }[], text: string) =>
    of.some(({ before }) => before?.text === text);
  const isOlder = was(own, record.text);
  if (had.text !== record.text && !isOlder && !was(events, had.text)) return { refused: 'another record has this id' };
  if (isForgotten) {
    const forgotten = events.findLast(({ kind }) => kind === 'forgotten');
    const at = forgotten?.at ?? record.changedAt;
    if (own.some((event) => event.kind === 'restored' && event.at >= at)) return 'unchanged';
    await change.replace(had, { ...had, state: 'forgotten', changedAt: writer.now() });
    const reason = forgotten?.reason ?? 'forgotten where it was imported from';
    await change.addEvent({ id: had.id, kind: 'forgotten', at, path, reason });
    return 'ended';
  }
  return isOlder ? 'unchanged' : { refused: 'was corrected there; what is here stays' };
}

async function importNew({ change, writer, path }: Into, read: ReadLine): Promise<Done> {
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

/** What was removed for good elsewhere does not hold here, and does not come back by an older export. */
async function importPurged({ change, writer, path }: Into, { id, at, why }: PurgedLine): Promise<Done> {
  const [had] = await change.byId([id]);
  if (!had) {
    await change.addPurged({ id, path, at, why });
    return 'noted';
  }
  if (had.path !== path || had.state === 'forgotten') return 'noted';
  const events = await change.events({ ids: [id], limit: 10_000 });
  if (events.some((event) => event.kind === 'restored' && event.at >= at)) return 'noted';
  if (why === 'ended' && had.state !== 'current') return 'noted';
  const ended =
    why === 'forgotten'
      ? ({ state: 'forgotten' } as const)
      : ({ state: 'replaced', validUntil: endedBy(had, { validFrom: at }) } as const);
  await change.replace(had, { ...had, ...ended, changedAt: writer.now() });
  const kind = why === 'forgotten' ? 'forgotten' : 'superseded';
  await change.addEvent({ id, kind, at: writer.now(), path, reason: `${why} where it was imported from` });
  return 'ended';
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
