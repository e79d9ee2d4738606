import { randomUUID } from 'node:crypto';
import { counterFor, HeadroomError, harmless } from '@headroom/core';
import { Embedder } from './embed/embedder.js';
import { reindex } from './embed/reindex.js';
import { checkedTime, checkNames, LATEST } from './model/checks.js';
import type {
  ImportReport,
  ListOptions,
  Memory,
  MemoryAt,
  MemoryOptions,
  MemoryStats,
  Pruned,
  PruneOptions,
  RecallOptions,
  Recollection,
  ScopeSummary,
} from './model/memory.js';
import { LIST_OPTIONS, MEMORY_OPTIONS, PRUNE_OPTIONS, RECALL_OPTIONS } from './model/option-names.js';
import { publicEvent, publicRecord, scopeAt, storedPath } from './model/public-record.js';
import type { MemoryEvent, MemoryRecord, NewRecord, RecordChanges, RecordHistory } from './model/record.js';
import { checkScope, Scope } from './model/scope.js';
import type { MemoryChange, MemoryStore, StoredRecord } from './model/store.js';
import { chainOf, holdsAt, holdsNow, listRecords, ownerOf } from './read/list.js';
import { type Reader, recall } from './read/recall.js';
import { seenScopes } from './read/seen-scopes.js';
import { Watch } from './read/watch.js';
import { inTurns } from './store/turn.js';
import {
  forgetRecord,
  promoteRecord,
  restoreRecord,
  supersedeRecord,
  type Target,
  updateRecord,
  visible,
} from './write/change-record.js';
import { exportLines } from './write/export-lines.js';
import { importLines } from './write/import-lines.js';
import { draftOf, type Writer } from './write/place.js';
import { doomed, prunedOf, removeDoomed } from './write/prune.js';
import { rememberDraft } from './write/remember.js';

/**
 * Opens a memory on a store.
 *
 * @example
 * ```ts
 * const memory = createMemory({ store: sqliteMemory({ path: './memory.db' }) });
 * const ann = Scope.user('ann');
 * await memory.remember({ scope: ann, text: 'Ann deploys with Kamal, never on Fridays.' });
 * const { text } = await memory.recall({ scope: ann, question: 'How do I deploy?' });
 * ```
 * @throws HeadroomError `invalid_option`.
 */
export function createMemory(options: MemoryOptions): Memory {
  if (typeof options?.store?.read !== 'function' || typeof options.store.write !== 'function')
    throw new HeadroomError(
      'invalid_option',
      'createMemory({ store }) needs sqliteMemory(…) or postgresMemory(…)',
      'store',
    );
  for (const name of ['embed', 'now', 'newId', 'onWarning'] as const)
    if (options[name] !== undefined && typeof options[name] !== 'function')
      throw new HeadroomError('invalid_option', `createMemory({ ${name} }) is a function`, name);
  checkNames(options, MEMORY_OPTIONS, 'createMemory()', 'invalid_option');
  checkTenant(options.tenant);
  checkNow(options.now);
  return new StoredMemory(options);
}

const LONGEST_TENANT = 512;

/** A name that is missing at run time, as an empty header, must not mean the tenant that has none. */
function checkTenant(tenant: unknown): void {
  if (tenant === undefined) return;
  const isName =
    typeof tenant === 'string' && tenant !== '' && tenant.length <= LONGEST_TENANT && tenant.isWellFormed();
  const said = `createMemory({ tenant }) is a text of 1 to ${LONGEST_TENANT} characters; left out, it is the unnamed tenant`;
  if (!isName) throw new HeadroomError('invalid_option', said, 'tenant');
}

function checkNow(now: (() => unknown) | undefined): void {
  const wrong = () => new HeadroomError('invalid_option', 'createMemory({ now }) gives milliseconds since 1970', 'now');
  let time: unknown;
  try {
    time = now ? settled(now()) : 0;
  } catch {
    throw wrong();
  }
  if (typeof time !== 'number' || !Number.isFinite(time) || Math.abs(time) > LATEST) throw wrong();
}

/** What a callback gave; where that is a promise, which is refused as what it is, its failing ends nothing. */
function settled<T>(value: T): T {
  harmless(() => value)();
  return value;
}

class StoredMemory implements Memory {
  readonly #store: MemoryStore;
  readonly #writer: Writer;
  readonly #reader: Reader;
  readonly #watches = new Set<Watch>();
  readonly #embedder: Embedder | undefined;
  readonly #embedModel: string;
  #closed = false;

  constructor(options: MemoryOptions) {
    const { store, tenant = '', now: clock = Date.now, newId = randomUUID } = options;
    const now = () => checkedTime(settled(clock()), 'now');
    this.#store = store;
    this.#writer = { tenant, now, newId: () => settled(newId()) };
    this.#embedModel = options.embedModel ?? 'default';
    this.#embedder = options.embed && new Embedder(options.embed, this.#embedModel, options.onWarning);
    const counter = options.counter ?? counterFor(options.model);
    this.#reader = { store, tenant, now, counter, embedder: this.#embedder };
    // What is missing is made in the background; a store that is away says so when it is asked for something.
    if (this.#embedder) this.reindex().catch(() => undefined);
  }

  get tenant(): string {
    return this.#writer.tenant;
  }

  async remember(record: NewRecord): Promise<MemoryRecord> {
    const [kept] = await this.rememberAll([record]);
    return kept as MemoryRecord;
  }

  async rememberAll(records: readonly NewRecord[]): Promise<readonly MemoryRecord[]> {
    const drafts = await inTurns([...records], (record) => draftOf(this.#writer, record));
    const owners = [...new Set(drafts.map(({ path }) => ownerOf(path)))].sort();
    const vectors = await this.#embedder?.vectors(drafts.map(({ text }) => text));
    const kept = await this.#store.write(owners, async (change) => {
      const done: StoredRecord[] = [];
      for (const [i, draft] of drafts.entries()) {
        const record = await rememberDraft(this.#writer, change, draft);
        done.push(record);
        const vector = vectors?.[i];
        if (vector && record.text === draft.text) await change.setVectors(this.#embedModel, [{ record, vector }]);
      }
      return done;
    });
    this.#changed();
    return inTurns(kept, publicRecord);
  }

  async recall(options: RecallOptions): Promise<Recollection> {
    checkNames(options, RECALL_OPTIONS, 'recall()');
    return recall(this.#reader, options);
  }

  async get(scope: Scope, id: string): Promise<MemoryRecord | undefined> {
    checkScope(scope);
    const found = await this.#store.read((view) => visible(view, this.#writer.tenant, scope, id));
    return found && publicRecord(found);
  }

  async list(options: ListOptions): Promise<readonly MemoryRecord[]> {
    checkNames(options, LIST_OPTIONS, 'list()');
    checkScope(options.scope);
    const now = this.#writer.now();
    // What has run out is not current, though nothing took its place.
    const fits = (record: StoredRecord) => record.state !== 'current' || holdsNow(record, now);
    const found = await this.#store.read((view) => listRecords(view, this.#writer.tenant, options, fits));
    return inTurns(found, publicRecord);
  }

  async update(scope: Scope, id: string, changes: RecordChanges, reason?: string): Promise<MemoryRecord> {
    const step = (change: MemoryChange) => updateRecord(this.#target(change, scope, id, reason), changes);
    return this.#write(scope, step, changes.text);
  }

  async supersede(scope: Scope, id: string, by: Omit<NewRecord, 'scope'>, reason?: string): Promise<MemoryRecord> {
    const step = (change: MemoryChange) => supersedeRecord(this.#target(change, scope, id, reason), by);
    return this.#write(scope, step, by.text);
  }

  async forget(scope: Scope, id: string, reason?: string): Promise<boolean> {
    checkScope(scope);
    const done = await this.#store.write([this.#owner(scope)], (change) =>
      forgetRecord(this.#target(change, scope, id, reason)),
    );
    this.#changed();
    return done;
  }

  async restore(scope: Scope, id: string, reason?: string): Promise<MemoryRecord> {
    return this.#write(scope, (change) => restoreRecord(this.#target(change, scope, id, reason)));
  }

  async promote(scope: Scope, id: string, to: Scope, reason?: string): Promise<MemoryRecord> {
    checkScope(to);
    return this.#write(scope, (change) => promoteRecord(this.#target(change, scope, id, reason), to));
  }

  async history(scope: Scope, id: string): Promise<RecordHistory> {
    checkScope(scope);
    return this.#store.read(async (view) => {
      const found = await visible(view, this.#writer.tenant, scope, id);
      if (!found) return { records: [], events: [] };
      const records = await chainOf(view, found);
      const events = await view.events({ ids: records.map((one) => one.id), limit: 10_000 });
      return { records: records.map(publicRecord), events: events.map(publicEvent) };
    });
  }

  at(time: number | Date): MemoryAt {
    const at = checkedTime(time, 'time');
    return {
      recall: async (options) => {
        checkNames(options, RECALL_OPTIONS, 'recall()');
        return recall({ ...this.#reader, at }, options);
      },
      list: async (options) => {
        checkNames(options, LIST_OPTIONS, 'list()');
        checkScope(options.scope);
        const asked: ListOptions = { ...options, states: ['current', 'replaced'] };
        const fits = (record: StoredRecord) => holdsAt(record, at);
        const found = await this.#store.read((view) => listRecords(view, this.#writer.tenant, asked, fits));
        return inTurns(found, publicRecord);
      },
    };
  }

  async scopes(within?: Scope): Promise<readonly ScopeSummary[]> {
    if (within !== undefined) checkScope(within);
    const tenant = `${encodeURIComponent(this.#writer.tenant)}/`;
    const found = await this.#store.read((view) => view.scopesUnder(tenant));
    return found
      .filter(({ records }) => records > 0)
      .map(({ path, records }) => ({ scope: scopeAt(path), records }))
      .filter(({ scope }) => within === undefined || within.holds(scope));
  }

  export(scope: Scope): AsyncIterable<string> {
    checkScope(scope);
    return exportLines(this.#store, this.#writer.tenant, scope);
  }

  async import(scope: Scope, lines: Iterable<string> | AsyncIterable<string>): Promise<ImportReport> {
    checkScope(scope);
    const report = await importLines(this.#store, this.#writer, scope, lines);
    this.#changed();
    return report;
  }

  async prune(options: PruneOptions): Promise<Pruned> {
    checkNames(options, PRUNE_OPTIONS, 'prune()');
    const { scope, dryRun = true } = options;
    checkScope(scope);
    const { tenant, now } = this.#writer;
    const found = await this.#store.read((view) => doomed(view, tenant, options, now()));
    if (dryRun) return prunedOf(true, found);
    const removed = await removeDoomed(this.#store, this.#owner(scope), found, now);
    this.#changed();
    return prunedOf(false, removed);
  }

  watch(scope: Scope, told: (event: MemoryEvent) => void, options: { readonly everyMs?: number } = {}): () => void {
    checkScope(scope);
    const { everyMs = 1000 } = options;
    if (!(everyMs >= 10)) throw new HeadroomError('invalid_argument', 'everyMs is at least 10', 'everyMs');
    const watch = new Watch(this.#store, storedPath(this.#writer.tenant, scope), told, everyMs);
    this.#watches.add(watch);
    return () => {
      watch.stop();
      this.#watches.delete(watch);
    };
  }

  async stats(scope?: Scope): Promise<MemoryStats> {
    if (scope !== undefined) checkScope(scope);
    const { tenant } = this.#writer;
    return this.#store.read(async (view) => {
      const all = scope
        ? (await seenScopes(view, tenant, scope, true)).all.filter(({ path }) => scope.holds(scopeAt(path)))
        : await view.scopesUnder(`${encodeURIComponent(tenant)}/`);
      const stats = await view.stats(
        all.map((one) => one.scope),
        this.#embedModel,
      );
      return { ...stats, scopes: all.filter(({ records }) => records > 0).length };
    });
  }

  async reindex(): Promise<number> {
    if (!this.#embedder) return 0;
    const tenant = `${encodeURIComponent(this.#writer.tenant)}/`;
    return reindex(this.#store, tenant, this.#embedder, () => this.#closed);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const watch of this.#watches) watch.stop();
    this.#watches.clear();
    await this.#store.close();
  }

  /** A record that holds `text` gets its vector with it, in one transaction. */
  async #write(
    scope: Scope,
    step: (change: MemoryChange) => Promise<StoredRecord>,
    text?: string,
  ): Promise<MemoryRecord> {
    checkScope(scope);
    const [vector] = (typeof text === 'string' && (await this.#embedder?.vectors([text]))) || [];
    const record = await this.#store.write([this.#owner(scope)], async (change) => {
      const done = await step(change);
      const holds = vector && done.state === 'current' && done.text === text;
      if (holds) await change.setVectors(this.#embedModel, [{ record: done, vector }]);
      return done;
    });
    this.#changed();
    return publicRecord(record);
  }

  #owner(scope: Scope): string {
    return storedPath(this.#writer.tenant, Scope.user(scope.user));
  }

  #target(change: MemoryChange, scope: Scope, id: string, reason: string | undefined): Target {
    return { writer: this.#writer, change, scope, id, reason };
  }

  #changed(): void {
    for (const watch of this.#watches) watch.look();
  }
}
