export { createMemory } from './create-memory.js';
export type {
  Embed,
  ImportReport,
  ListOptions,
  Memory,
  MemoryAt,
  MemoryOptions,
  MemoryStats,
  MemoryWarning,
  Pruned,
  PruneOptions,
  Recalled,
  RecallOptions,
  Recollection,
  ScopeSummary,
} from './model/memory.js';
export type {
  EventKind,
  MemoryEvent,
  MemoryRecord,
  NewRecord,
  RecordChanges,
  RecordHistory,
  RecordKind,
  RecordState,
  Source,
} from './model/record.js';
export { Scope, type ScopeLevel, type ScopeNames } from './model/scope.js';
export type { MemoryStore } from './model/store.js';
export { type PostgresMemoryOptions, postgresMemory } from './postgres.js';
export { defaultMemoryPath, type SqliteMemoryOptions, sqliteMemory } from './sqlite.js';
