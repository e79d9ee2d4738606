export type { MarksProblem } from './memory-block.js';
export { hasBlock, removeBlock, type SyncedBlock, type SyncOptions, type SyncReport, syncBlock } from './sync-block.js';
export { INDEX, LEDGER, type SyncedFolder, syncFolder } from './sync-folder.js';
