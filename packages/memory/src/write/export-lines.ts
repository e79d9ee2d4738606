import { scopeAt, storedPath } from '../model/public-record.js';
import type { Scope } from '../model/scope.js';
import type { MemoryStore, MemoryView, Purged, StoredEvent, StoredRecord } from '../model/store.js';
import { seenScopes } from '../read/seen-scopes.js';
import { inTurns, turn } from '../store/turn.js';

const FORMAT = 'headroom-memory';
const PAGE = 500;

/**
 * The lines of everything within a scope: a head, what was removed for good and is not to come back, then each record with its events,
 * in the order they were written.
 */
export async function* exportLines(store: MemoryStore, tenant: string, scope: Scope): AsyncGenerator<string> {
  yield JSON.stringify({ format: FORMAT, version: 1, scope: scope.names });
  yield* purgedLines(store, storedPath(tenant, scope));
  for (let after = 0; ; ) {
    const page = await store.read((view) => exportPage(view, tenant, scope, after));
    for (const line of page.lines) {
      await turn();
      yield line;
    }
    if (page.last === undefined) return;
    after = page.last;
  }
}

async function* purgedLines(store: MemoryStore, path: string): AsyncGenerator<string> {
  for (let after: Purged | undefined; ; ) {
    const page = await store.read((view) => view.purgedUnder(path, after, PAGE));
    for (const { id, path: of, at, why } of page)
      yield JSON.stringify({ purged: id, scope: scopeAt(of).names, at, why });
    after = page.at(-1);
    if (page.length < PAGE) return;
  }
}

async function exportPage(view: MemoryView, tenant: string, scope: Scope, after: number) {
  const own = storedPath(tenant, scope);
  const seen = await seenScopes(view, tenant, scope, true);
  const scopes = seen.all.filter(({ path }) => path === own || path.startsWith(`${own}/`)).map((one) => one.scope);
  const records = await view.oldest({ scopes, after, limit: PAGE });
  const ids = records.map(({ id }) => id);
  const events = await view.events({ ids, limit: Number.MAX_SAFE_INTEGER });
  const byId = new Map<string, StoredEvent[]>(ids.map((id) => [id, []]));
  for (const event of events) byId.get(event.id)?.push(event);
  const lines = await inTurns(records, (record) => lineOf(record, byId.get(record.id) ?? []));
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
