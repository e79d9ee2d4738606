export { claudeHome, claudeMemoryFolder } from '../claude-code/memory-folder.js';
export { ConfigRefused, type RefusalCode } from './config-refused.js';
export { type Disk, type Look, nodeDisk } from './disk.js';
export { type Bounds, type FoundFile, findFile, removeFound, replaceFound } from './found-file.js';
export { type Inspected, inspect, takenBy } from './inspect.js';
export {
  type ConfigEdits,
  type InstallRules,
  type InstallStep,
  install,
  installed,
  isProblem,
  uninstall,
} from './install.js';
export type { JournalEntry } from './journal.js';
export { besideName, replaceFile } from './replace-file.js';
export {
  configsOf,
  INSTALL_AGENTS,
  type InstallAgent,
  type Launch,
  type Places,
  type Scope,
  tracesOf,
  type Wanted,
} from './targets.js';
