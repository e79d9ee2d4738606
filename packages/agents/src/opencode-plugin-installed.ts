import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { hooksOf, type PluginContext } from './opencode/plugin.js';
import { reachInstalled } from './opencode/reach-installed.js';
import { HOOK_VARIABLE } from './session-start.js';

/**
 * What opencode loads where Headroom is installed for good: the service is found by what it wrote down, and kept running by the MCP
 * server of the session. A session of `headroom wrap` has a plugin of its own.
 */
export const Headroom = async (context: PluginContext): Promise<object> => {
  if (process.env[HOOK_VARIABLE]) return {};
  // Not every user has a home: then there is no service to be found, and that is all.
  const file = () => join(process.env.HEADROOM_HOME || join(homedir(), '.headroom'), 'service.json');
  return hooksOf(
    context,
    reachInstalled(() => readFileSync(file(), 'utf8')),
  );
};
