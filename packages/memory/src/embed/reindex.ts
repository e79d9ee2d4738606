import type { MemoryStore, StoredRecord } from '../model/store.js';
import type { Embedder } from './embedder.js';

const AT_ONCE = 64;

/** Makes the vectors that a tenant's current records lack: written without an embedder, by another one, or while it failed. */
export async function reindex(
  store: MemoryStore,
  tenant: string,
  embedder: Embedder,
  isOver: () => boolean,
): Promise<number> {
  let count = 0;
  for (let after = 0; !isOver(); ) {
    const records = await store.read((view) =>
      view.withoutVector({ model: embedder.model, tenant, after, limit: AT_ONCE }),
    );
    const last = records.at(-1);
    if (!last) break;
    after = last.seq;
    const vectors = await embedder.vectors(records.map(({ text }) => text));
    if (!vectors || isOver()) break;
    count += await write(store, embedder.model, records, vectors);
  }
  return count;
}

/** Only of records that are still what was read. */
function write(
  store: MemoryStore,
  model: string,
  records: readonly StoredRecord[],
  vectors: readonly (readonly number[])[],
): Promise<number> {
  return store.write([], async (change) => {
    const now = new Map((await change.bySeq(records.map(({ seq }) => seq))).map((record) => [record.seq, record]));
    const found = records.flatMap(({ seq, text }, i) => {
      const record = now.get(seq);
      return record?.state === 'current' && record.text === text ? [{ record, vector: vectors[i] ?? [] }] : [];
    });
    await change.setVectors(model, found);
    return found.length;
  });
}
