export { type AgentsCall, memoryInputFilter } from './doors/openai-agents/input-filter.js';
export { memoryTools } from './doors/openai-agents/tools.js';
