export type { MarksProblem } from './marked-text.js';
export { removeBlock, type SyncedBlock, type SyncOptions, type SyncReport, syncBlock } from './sync-block.js';
export { INDEX, LEDGER, type SyncedFolder, syncFolder } from './sync-folder.js';
