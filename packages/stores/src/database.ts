/** What other packages of this repository keep in SQLite files of their own; its shape follows their needs. */
export {
  type Blob,
  blob,
  bytesOf,
  type Database,
  number,
  openDatabase,
  type Statement,
  transaction,
} from './sqlite/database.js';
export { StoreError, type StoreErrorCode } from './store-error.js';
