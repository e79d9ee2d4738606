import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whether a file that is there, or one that would be made with the folders above it, can be written. */
export function canWrite(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    try {
      const isFolder = statSync(at).isDirectory();
      if (!isFolder && at !== path) return false;
      accessSync(at, isFolder ? constants.W_OK | constants.X_OK : constants.W_OK);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(at) === at) return false;
    }
  }
}
