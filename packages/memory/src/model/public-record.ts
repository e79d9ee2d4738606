import type { MemoryEvent, MemoryRecord } from './record.js';
import { Scope } from './scope.js';
import type { StoredEvent, StoredRecord } from './store.js';

/** The path that a store knows a scope by. */
export function storedPath(tenant: string, scope: Scope | string): string {
  return `${encodeURIComponent(tenant)}/${typeof scope === 'string' ? scope : scope.path}`;
}

/** The scope of a path of {@link storedPath}. */
export function scopeAt(path: string): Scope {
  return Scope.at(path.slice(path.indexOf('/') + 1));
}

/** What callers see of a record. */
export function publicRecord(stored: StoredRecord): MemoryRecord {
  const { key, otherKeys, validUntil, supersedes, supersededBy, promotedFrom } = stored;
  return {
    id: stored.id,
    text: stored.text,
    kind: stored.kind,
    scope: scopeAt(stored.path),
    state: stored.state,
    saidAt: stored.saidAt,
    validFrom: stored.validFrom,
    ...(validUntil !== undefined && { validUntil }),
    importance: stored.importance,
    source: stored.source,
    otherSources: stored.otherSources ?? [],
    ...(key !== undefined && { key }),
    ...(otherKeys !== undefined && { otherKeys }),
    ...(supersedes !== undefined && { supersedes }),
    ...(supersededBy !== undefined && { supersededBy }),
    ...(promotedFrom !== undefined && { promotedFrom }),
    tags: stored.tags ?? [],
    metadata: stored.metadata ?? {},
    createdAt: stored.createdAt,
    changedAt: stored.changedAt,
  };
}

export function publicEvent({ path, ...event }: StoredEvent): MemoryEvent {
  return { ...event, scope: scopeAt(path) };
}
