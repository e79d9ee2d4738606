import { StoreError } from '@headroom/stores/database';
import type { MemoryChange, Purged, StoredEvent, StoredRecord, Unplaced } from '../model/store.js';
import { pathsAbove } from '../store/paths.js';
import { bodyOf, KINDS, STATES, sameWords, weight } from '../store/record-body.js';
import { tokensOf } from '../store/tokens.js';
import { bytes, floats, SqliteView } from './sqlite-view.js';

/** What a connection changes within one transaction; a new one for each, for it remembers the scopes it has made. */
export class SqliteChange extends SqliteView implements MemoryChange {
  readonly #scopes = new Map<string, { readonly scope: number; readonly above: readonly number[] }>();

  async scopeOf(path: string): Promise<number> {
    return this.#scope(path).scope;
  }

  async insert(record: Unplaced): Promise<StoredRecord> {
    const { seq } = this.sql.add.get(...columns(record)) as { seq: number };
    const stored = { ...record, seq };
    this.#addWords(stored);
    this.#addKeys(stored);
    this.#count(stored, 1);
    return stored;
  }

  async replace(before: StoredRecord, after: StoredRecord): Promise<void> {
    const { seq, ...rest } = after;
    this.sql.change.run(...columns(rest), seq);
    if (before.otherKeys || after.otherKeys) {
      this.sql.removeKeys.run(seq);
      this.#addKeys(after);
    }
    if (before.text !== after.text || after.state !== 'current') this.sql.removeVector.run(seq);
    else if (before.scope !== after.scope) this.sql.moveVector.run(after.scope, seq);
    if (sameWords(before, after)) return;
    this.sql.removeWords.run(seq);
    this.#addWords(after);
    this.#count(before, -1);
    this.#count(after, 1);
  }

  async remove(record: StoredRecord): Promise<void> {
    this.sql.removeWords.run(record.seq);
    this.sql.removeVector.run(record.seq);
    this.sql.removeKeys.run(record.seq);
    this.sql.remove.run(record.seq);
    this.#count(record, -1);
  }

  async addPurged({ id, path, at, why }: Purged): Promise<void> {
    this.sql.addPurged.run(bytes(id), path, at, why);
  }

  async addEvent(event: Omit<StoredEvent, 'number'>): Promise<void> {
    this.sql.addEvent.run(bytes(event.id), event.path, bytes(bodyOf(event)));
  }

  async setVectors(
    model: string,
    vectors: readonly { readonly record: StoredRecord; readonly vector: readonly number[] }[],
  ): Promise<void> {
    for (const { record, vector } of vectors)
      this.sql.setVector.run(record.seq, record.scope, bytes(model), floats(vector));
  }

  #scope(path: string): { readonly scope: number; readonly above: readonly number[] } {
    const known = this.#scopes.get(path);
    if (known) return known;
    const above = pathsAbove(path).map((outer) => this.#scope(outer).scope);
    const find = () => this.sql.scopes.all(JSON.stringify([path])) as { scope: number }[];
    let [row] = find();
    if (!row) {
      this.sql.addScope.run(path, above.join(','));
      [row] = find();
    }
    if (!row) throw new StoreError('failed', 'A scope could not be written');
    const found = { scope: row.scope, above };
    this.#scopes.set(path, found);
    return found;
  }

  #addWords(record: StoredRecord): void {
    const tokens = tokensOf(record, this.#scope(record.path).above);
    if (tokens.length > 0) this.sql.addWords.run(record.seq, tokens.join(' '));
  }

  /** Of what holds now; the first key is a column of the record. */
  #addKeys({ state, otherKeys = [], scope, seq }: StoredRecord): void {
    if (state === 'current') for (const key of otherKeys) this.sql.addKey.run(scope, bytes(key), seq);
  }

  #count(record: StoredRecord, sign: 1 | -1): void {
    const { records, words } = weight(record);
    if (records > 0) this.sql.count.run(sign * records, sign * words, record.scope);
  }
}

function columns(record: Unplaced) {
  const { conversation, message } = record.source;
  return [
    bytes(record.id),
    record.scope,
    STATES.indexOf(record.state),
    KINDS.indexOf(record.kind),
    record.saidAt,
    bytes(record.same),
    record.key === undefined ? null : bytes(record.key),
    conversation === undefined ? null : bytes(conversation),
    conversation === undefined || message === undefined ? null : bytes(message),
    record.place,
    record.supersedes === undefined ? null : bytes(record.supersedes),
    bytes(bodyOf(record)),
  ] as const;
}
