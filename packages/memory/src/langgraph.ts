export { MemoryGraphStore, type MemoryGraphStoreOptions } from './doors/langgraph/graph-store.js';
