import { openAlone } from './sqlite/database.js';
import { StoreError } from './store-error.js';

/** What one process of a machine holds at a time. */
export interface Held {
  release(): void;
}

/**
 * Takes a lock that one process of this machine can hold at a time; undefined while another one does. The system gives it back
 * when its holder ends, however it ends. The file (made when missing) says nothing and stays.
 *
 * @throws StoreError when the file cannot be opened.
 */
export function exclusive(path: string): Held | undefined {
  try {
    const database = openAlone(path);
    return { release: () => void database.close() };
  } catch (error) {
    if (error instanceof StoreError && error.code === 'busy') return undefined;
    throw error;
  }
}
