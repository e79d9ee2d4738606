import { createHash } from 'node:crypto';
import type { PriceTable, SharedStore, StoreGroup } from '@headroom/core';
import { fold, newRecord } from './fold.js';
import type { Happening, Listed, ListedSession, SessionName, SessionRecord } from './record.js';

/** How a book is kept. */
export interface BookOptions {
  /** Where it lives; all processes that open the same store write into the same book. */
  readonly store: SharedStore;
  /** Dollars for a million tokens by model; default core's `PRICES`. */
  readonly prices?: PriceTable;
  /** The clock in milliseconds, for tests. */
  readonly now?: () => number;
}

const KEPT_SECONDS = 60 * 86_400;
const MOST_SESSIONS = 2000;
const WRITE_AFTER_MS = 500;
/** What waits to be written, where the store is away. */
const MOST_WAITING = 5000;
const MOST_HASHES = 50_000;
/** So many sessions are looked through for an original that this process did not see. */
const MOST_SEARCHED = 20;

/** What happened in each session: names and numbers, in a store that all doors share. Writing never fails a request. */
export class SessionBook {
  readonly #group: StoreGroup;
  readonly #waiting = new Map<string, { readonly name: SessionName; readonly happenings: Happening[] }>();
  /** In which session an original was left out. */
  readonly #sessionOf = new Map<string, string>();
  /** Originals of no session in this book. */
  readonly #strangers = new Set<string>();
  readonly now: () => number;
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  readonly #prices: PriceTable | undefined;

  constructor({ store, prices, now = Date.now }: BookOptions) {
    this.#prices = prices;
    this.#group = store.group('dashboard-sessions');
    this.now = now;
  }

  /** Cheap; written a moment later. */
  add(name: SessionName, happening: Happening): void {
    const key = keyOf(name);
    if ('step' in happening) for (const { hash } of happening.step.texts) if (hash !== undefined) this.#own(hash, key);
    this.#wait(key, name, happening);
  }

  /** Books that an original was brought back, in the session in which it was left out, where that is known. */
  async addAsked(hash: string, tokens: number): Promise<void> {
    const key = this.#sessionOf.get(hash) ?? (await this.#search(hash));
    if (key === undefined) return;
    const known = this.#waiting.get(key)?.name ?? (await this.read(key));
    if (known) this.#wait(key, known, { what: 'asked', at: this.now(), hash, tokens });
  }

  /** Sessions that changed after a version, the latest change last. */
  async list(after = 0): Promise<ListedSession[]> {
    await this.flush().catch(() => undefined);
    return (await this.#group.list())
      .filter(({ version }) => version > after)
      .map(({ key, note, version }) => ({ ...(JSON.parse(note) as Listed), key, version }));
  }

  async read(key: string): Promise<SessionRecord | undefined> {
    await this.flush().catch(() => undefined);
    return readRecord((await this.#group.get(key))?.value);
  }

  /** Writes what waits; rejects when the store is away, and keeps it for the next time. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write());
    return this.#writing;
  }

  #wait(key: string, name: SessionName, happening: Happening): void {
    if (this.#count >= MOST_WAITING) return;
    this.#count++;
    const waiting = this.#waiting.get(key) ?? { name, happenings: [] };
    waiting.happenings.push(happening);
    this.#waiting.set(key, waiting);
    this.#timer ??= setTimeout(() => void this.flush().catch(() => undefined), WRITE_AFTER_MS).unref();
  }

  async #write(): Promise<void> {
    for (const [key, { name, happenings }] of [...this.#waiting]) {
      const taken = happenings.length;
      await this.#put(key, name, happenings.slice(0, taken));
      happenings.splice(0, taken);
      this.#count -= taken;
      if (happenings.length === 0) this.#waiting.delete(key);
    }
  }

  async #put(key: string, name: SessionName, happenings: readonly Happening[]): Promise<void> {
    for (;;) {
      const now = await this.#group.get(key);
      const first = happenings[0];
      const began = first && ('step' in first ? first.step.at : first.at);
      const record = happenings.reduce(
        (so, happening) => fold(so, happening, this.#prices),
        readRecord(now?.value) ?? newRecord(name, began ?? this.now()),
      );
      const entry = { value: JSON.stringify(record), note: JSON.stringify(listedOf(record)) };
      const kept = { ttl: KEPT_SECONDS, maxEntries: MOST_SESSIONS, ifVersion: now?.version ?? 0 };
      if ((await this.#group.put(key, { ...entry, ...kept })) !== undefined) return;
    }
  }

  async #search(hash: string): Promise<string | undefined> {
    if (this.#strangers.has(hash)) return undefined;
    const keys = (await this.#group.list()).map(({ key }) => key);
    for (const key of keys.slice(-MOST_SEARCHED).reverse()) {
      const record = readRecord((await this.#group.get(key))?.value);
      for (const step of record?.steps ?? [])
        for (const text of step.texts) if (text.hash !== undefined) this.#own(text.hash, key);
      if (this.#sessionOf.get(hash) === key) return key;
    }
    if (this.#strangers.size >= MOST_HASHES) this.#strangers.clear();
    this.#strangers.add(hash);
    return undefined;
  }

  #own(hash: string, key: string): void {
    if (this.#sessionOf.size >= MOST_HASHES) this.#sessionOf.clear();
    this.#strangers.delete(hash);
    this.#sessionOf.set(hash, key);
  }
}

/** The key of a session in the book. */
export function keyOf({ agent, session, tenant = '' }: SessionName): string {
  return createHash('sha256')
    .update(JSON.stringify([agent, tenant, session]))
    .digest('hex')
    .slice(0, 24);
}

/** A record of another version of this program is not read. */
function readRecord(value: string | undefined): SessionRecord | undefined {
  if (value === undefined) return undefined;
  const record = JSON.parse(value) as SessionRecord;
  return record.version === 1 ? record : undefined;
}

function listedOf(record: SessionRecord): Listed {
  return Object.fromEntries(LISTED.map((name) => [name, record[name]])) as unknown as Listed;
}

const LISTED = Object.keys({
  ...{ agent: 1, session: 1, tenant: 1, model: 1, began: 1, last: 1, requests: 1, outputs: 1, before: 1, after: 1 },
  ...{ usage: 1, counted: 1, money: 1, priced: 1, changed: 1, rewritten: 1, failed: 1, askedBack: 1, warnings: 1 },
} satisfies Record<keyof Listed, 1>) as readonly (keyof Listed)[];
