import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Claude Code's folder of this user: the first that `CLAUDE_CONFIG_DIR` names, else `.claude` in the home. */
export function claudeHome(home: string, env: Readonly<Record<string, string | undefined>>): string {
  return env.CLAUDE_CONFIG_DIR?.split(',')[0] || join(home, '.claude');
}

/** Longer names of folders Claude Code cuts. */
const LONGEST = 200;

/**
 * Where Claude Code keeps its own memory of a project. It names a project's folder by its path, every other sign a dash; of a name that is
 * longer than 200 it keeps the beginning and adds a hash that only it knows, so such a folder is found by its beginning.
 *
 * @param project absolute path of the repository's root
 * @param claude the folder that {@link claudeHome} gives
 * @returns undefined where the path is too long, and none or several folders begin like it
 */
export function claudeMemoryFolder(project: string, claude: string): string | undefined {
  const projects = join(claude, 'projects');
  const name = project.replace(/[^A-Za-z0-9]/g, '-');
  if (name.length <= LONGEST) return join(projects, name, 'memory');
  const begin = `${name.slice(0, LONGEST)}-`;
  const found = existsSync(projects) ? readdirSync(projects).filter((one) => one.startsWith(begin)) : [];
  const [only] = found;
  return only === undefined || found.length > 1 ? undefined : join(projects, only, 'memory');
}
