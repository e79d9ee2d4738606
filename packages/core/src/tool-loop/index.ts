export { RETRIEVE_LIMIT_ANSWER, RETRIEVE_REFUSALS } from './limit-answer.js';
export type { LoopApi } from './loop-api.js';
export type { Answer, Call, LoopDialect } from './loop-dialect.js';
export { type MessageStyle, messageTurns } from './message-turns.js';
export type { Owner } from './owner.js';
export type { StreamFilter } from './stream/stream-filter.js';
export type { SendStream } from './stream/stream-rounds.js';
export { sumUsage } from './sum-usage.js';
export { createToolLoop, createToolLoopFor, type LoopTurn, type ToolLoop, type ToolLoopOptions } from './tool-loop.js';
