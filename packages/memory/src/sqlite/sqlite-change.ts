import { StoreError } from '@headroom/stores/database';
import type { MemoryChange, StoredEvent, StoredRecord, Unplaced } from '../model/store.js';
import { pathsAbove } from '../store/paths.js';
import { bodyOf, KINDS, STATES, sameWords, weight } from '../store/record-body.js';
import { tokensOf } from '../store/tokens.js';
import { bytes, floats, SqliteView, scopeRowAbove } from './sqlite-view.js';

/** What a connection changes within one transaction. */
export class SqliteChange extends SqliteView implements MemoryChange {
  async scopeOf(path: string): Promise<number> {
    const above: number[] = [];
    for (const outer of [...pathsAbove(path), path]) above.push(this.#scopeAt(outer, above));
    return above.at(-1) as number;
  }

  async insert(record: Unplaced): Promise<StoredRecord> {
    const { seq } = this.sql.add.get(...columns(record)) as { seq: number };
    const stored = { ...record, seq };
    this.#addWords(stored);
    this.#count(stored, 1);
    return stored;
  }

  async replace(before: StoredRecord, after: StoredRecord): Promise<void> {
    const { seq, ...rest } = after;
    this.sql.change.run(...columns(rest), seq);
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
    this.sql.remove.run(record.seq);
    this.#count(record, -1);
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

  #scopeAt(path: string, above: readonly number[]): number {
    const [found] = this.sql.scopes.all(JSON.stringify([path])) as { scope: number }[];
    if (found) return found.scope;
    this.sql.addScope.run(path, above.join(','));
    const [made] = this.sql.scopes.all(JSON.stringify([path])) as { scope: number }[];
    if (!made) throw new StoreError('failed', 'A scope could not be written');
    return made.scope;
  }

  #addWords(record: StoredRecord): void {
    const tokens = tokensOf(record, this.#above(record));
    if (tokens.length > 0) this.sql.addWords.run(record.seq, tokens.join(' '));
  }

  #above(record: StoredRecord): number[] {
    const [row] = this.sql.scopes.all(JSON.stringify([record.path]));
    return row ? scopeRowAbove(row) : [];
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
