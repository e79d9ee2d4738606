import { homedir, userInfo } from 'node:os';

/** Below what is no folder nothing is, and nobody can put anything there. */
const NOWHERE = '/dev/null/home';

/**
 * The home of this user. One who has none (in a container, say) gets a folder that is not there: what is looked for in it is not found, and what would
 * be written into it cannot be, which is said where it matters.
 */
export function homeFolder(): string {
  for (const find of [homedir, () => userInfo().homedir]) {
    try {
      const home = find();
      if (home !== '') return home;
    } catch {
      // A user without a name has no home either.
    }
  }
  return NOWHERE;
}
