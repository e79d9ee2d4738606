export type { HeadroomStats } from './account/account.js';
export type { Saving } from './account/saving.js';
export { answerRetrieve, type Retriever } from './ccr/answer.js';
export { type MemoryOptions, type MemoryStore, memory } from './ccr/memory-store.js';
export type { RetrieveOptions, RetrieveResult } from './ccr/retrieve.js';
export { RETRIEVE_PARAMETERS, RETRIEVE_TOOL, type RetrieveTools, retrieveTool } from './ccr/tool.js';
export { compress, compressSync, createHeadroom, type Headroom, retrieve, simulate } from './compress.js';
export type { GrammarSource, WasmSource } from './compressors/code/grammar-source.js';
export type { LanguageName } from './compressors/code/languages.js';
export { loadGrammars } from './compressors/code/load-grammars.js';
export { defaultCompressors } from './compressors/index.js';
export { callOptions, type DoorCall } from './door/call-options.js';
export { canRetrieve } from './door/can-retrieve.js';
export { type Door, type DoorOptions, openDoor } from './door/open-door.js';
export { readTurns, type Turn, type TurnText } from './door/read-turns.js';
export { batchLine } from './formats/index.js';
export { queryWords } from './formats/query-words.js';
export { type TextPart, textParts } from './formats/text-parts.js';
export type { LedgerContext, RetrievalContext } from './ledger/book.js';
export { createLedger, type Ledger, type LedgerOptions } from './ledger/ledger.js';
export { PRICES, PRICES_DATE, PRICES_SOURCE, type Price, type PriceTable, priceOf } from './ledger/prices.js';
export type { LedgerReport, LedgerSum, LeftSum, ModelSum } from './ledger/sums.js';
export { whyLeft } from './ledger/why-left.js';
export type { Block, Role, ToolCall } from './model/block.js';
export type { Compressor, Licence, Mode, Omission, Shorter, Task, ThreadPlace } from './model/compressor.js';
export type { Content, JsonValue } from './model/content.js';
export type { Edit } from './model/edit.js';
export { HeadroomError, type HeadroomErrorCode } from './model/errors.js';
export type { Dialect, Format } from './model/format.js';
export type { Context, Draft, DraftBlock, Pass } from './model/pass.js';
export type { MaybePromise, Path } from './model/path.js';
export type { Picture, PictureOutcome, PictureRouter, PictureTask, PictureWire, Region } from './model/picture.js';
export type { BlockReport, Decision, Warning, WarningCode } from './model/report.js';
export type { GroupChange, GroupEntry, GroupPut, GroupValue, SharedStore, StoreGroup } from './model/shared-store.js';
export type { SetOptions, Store } from './model/store.js';
export type { TokenCounter } from './model/tokens.js';
export type { Job, JobResult, JobTask, Workers } from './model/workers.js';
export { cacheAligner } from './passes/cache-aligner.js';
export type { JsonResult } from './pipeline/compress-json.js';
export type { TextOptions, TextResult } from './pipeline/compress-text.js';
export { explain } from './pipeline/explain.js';
export { harmless } from './pipeline/harmless.js';
export type { CompressContext, CompressEvent, Hooks } from './pipeline/hooks.js';
export type { HeadroomOptions } from './pipeline/options.js';
export type { CompressResult } from './pipeline/result.js';
export {
  type ContextEntry,
  type PutOptions,
  SharedContext,
  type SharedContextOptions,
  type SharedContextStats,
} from './shared-context/shared-context.js';
export {
  createSharedContext,
  type StoredContext,
  type StoredContextOptions,
  type StoredEntry,
} from './shared-context/stored-context.js';
export { counterFor, loadCounter } from './tokens/counter-for.js';
export {
  type Answer,
  type Call,
  createToolLoop,
  createToolLoopFor,
  type LoopApi,
  type LoopDialect,
  type LoopTurn,
  type MessageStyle,
  messageTurns,
  type Owner,
  RETRIEVE_LIMIT_ANSWER,
  RETRIEVE_REFUSALS,
  type SendStream,
  type StreamFilter,
  sumUsage,
  type ToolLoop,
  type ToolLoopOptions,
} from './tool-loop/index.js';
export { type WarmUpOptions, warmUp } from './warm-up.js';
