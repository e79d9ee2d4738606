export { type AiSdkCall, type MemoryMiddleware, memoryMiddleware } from './doors/ai-sdk/middleware.js';
export { type MemoryTool, type MemoryToolSet, memoryTools } from './doors/ai-sdk/tools.js';
