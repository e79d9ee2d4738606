import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type InstallAgent, type Launch, type Places, tracesOf, type Wanted } from '@headroom/agents/install';
import { homeFolder } from '../home-folder.js';
import { installedHookCommand } from '../hook/command.js';
import { program } from '../service/program.js';
import { serviceFolder } from '../service/state.js';

/** Where this user's agents keep their configurations, as they would look for them in this environment. */
export function placesHere(env: NodeJS.ProcessEnv = process.env): Places {
  return {
    home: homeFolder(),
    project: process.cwd(),
    platform: process.platform,
    claudeFolder: env.CLAUDE_CONFIG_DIR || undefined,
    codexFolder: env.CODEX_HOME || undefined,
  };
}

/** The record of what was written into configurations. */
export function journalFile(): string {
  return join(serviceFolder(), 'edits.json');
}

/** How an agent starts the MCP server of a session: by paths that do not depend on its own environment. */
export function sessionServer(flags: readonly string[]): Launch {
  return { command: process.execPath, args: [program, 'mcp', 'session', ...flags] };
}

/** How agents with hooks of other kinds than HTTP reach the service. */
export function hooksHere(): Pick<Wanted, 'hookCommand' | 'opencodePlugin'> {
  // Its words are those of a shell that Windows has not.
  const isPosix = process.platform !== 'win32';
  const hookCommand = (agent: string, query: string) => installedHookCommand(process.execPath, program, agent, query);
  return {
    ...(isPosix ? { hookCommand } : {}),
    opencodePlugin: import.meta.resolve('@headroom/agents/opencode-plugin-installed'),
  };
}

/** A program on the path; undefined where there is none. */
export function onPath(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const ends = process.platform === 'win32' ? ['.exe', '.cmd', '.bat', ''] : [''];
  for (const folder of (env.PATH ?? '').split(delimiter).filter(Boolean)) {
    for (const end of ends) {
      const path = join(folder, `${name}${end}`);
      try {
        accessSync(path, constants.X_OK);
        if (statSync(path).isFile()) return path;
      } catch {
        // Not in this one.
      }
    }
  }
  return undefined;
}

/** Whether an agent can be started here, or was used here before. */
export function isHere(agent: InstallAgent, places: Places): boolean {
  const { program: name, traces } = tracesOf(agent, places);
  return onPath(name) !== undefined || traces.some(existsSync);
}

/** What keeps this very program from being named in a configuration for good; undefined where nothing does. */
export function passing(): string | undefined {
  if (/[\\/]_npx[\\/]/.test(program))
    return 'this copy is in the cache of npx, which is emptied now and then: npm install -g @headroom/cli first';
  return undefined;
}
