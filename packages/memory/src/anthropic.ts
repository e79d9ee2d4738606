export { type MemoryFiles, type MemoryFilesOptions, memoryFiles } from './doors/anthropic/memory-files.js';
