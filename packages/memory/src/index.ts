export { createMemory } from './create-memory.js';
export { type FetchCall, type MemoryFetchOptions, memoryFetch } from './doors/fetch/memory-fetch.js';
export { withMemory } from './doors/fetch/with-memory.js';
export type { DoorWarning, PlaceOptions, ScopeOf } from './doors/placing/door-options.js';
export type { PlacedStore } from './doors/placing/placed-texts.js';
export { MEMORY_TOOLS, type MemoryToolDefinition, type MemoryToolName } from './doors/tools/definitions.js';
export { type MemoryToolOptions, type MemoryTools, memoryTools } from './doors/tools/memory-tools.js';
export {
  type AskModel,
  type Extracted,
  type ExtractOptions,
  extractFacts,
  type RefusedWhy,
  type SaidMessage,
} from './extract/extract-facts.js';
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
