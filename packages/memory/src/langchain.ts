export {
  type MemoryAgentMiddleware,
  type MemoryMiddlewareOptions,
  memoryMiddleware,
} from './doors/langchain/agent-middleware.js';
export { MemoryChatMessageHistory, type MemoryHistoryOptions } from './doors/langchain/chat-history.js';
export type { LangChainCall } from './doors/langchain/langchain-call.js';
export { type RecallMessages, recallMessages } from './doors/langchain/messages.js';
export { memoryTools } from './doors/langchain/tools.js';
