export type { SendStream } from './stream/stream-rounds.js';
export { createToolLoop, type LoopTurn, type ToolLoop, type ToolLoopOptions } from './tool-loop.js';
