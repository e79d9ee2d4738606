import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  configsOf,
  INSTALL_AGENTS,
  type InstallAgent,
  type InstallStep,
  install,
  installed,
  type Scope,
  uninstall,
} from '@headroom/agents/install';
import { makeFolder, serviceFolder } from '../service/state.js';
import { UsageError } from '../usage-error.js';
import { hooksHere, isHere, journalFile, onPath, passing, placesHere, sessionServer } from './surroundings.js';

/** What `headroom install` and `uninstall` were asked to do. */
export interface InstallFlags {
  readonly agent?: readonly InstallAgent[];
  readonly scope?: Scope;
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

/** What the MCP server of a session offers beside the retrieve tool. */
export interface ServerFlags {
  /** Absolute. */
  readonly read?: readonly string[];
  readonly run?: readonly string[];
  readonly env?: readonly string[];
  readonly gateway?: string;
  /** Offers tools to remember and recall what is known of the project that a session is in. */
  readonly memory?: boolean;
}

/** What was done for one agent; no steps where it is not here, or has nothing to change in this scope. */
export interface AgentSteps {
  readonly agent: string;
  readonly isHere: boolean;
  readonly steps: readonly InstallStep[];
}

/** The version of Claude Code since which a hook may replace what any tool gave. */
const CLAUDE_SINCE = [2, 1, 121] as const;

/** Puts Headroom into the configurations of the agents that are here, or of those that were named. */
export async function installAgents(flags: InstallFlags, server: ServerFlags): Promise<readonly AgentSteps[]> {
  const { scope = 'user', dryRun = false, force = false } = flags;
  const reason = passing();
  if (reason !== undefined) throw new UsageError(reason);
  const places = placesHere();
  const wanted = {
    ...hooksHere(),
    server: sessionServer(serverArguments(server)),
    canRun: server.run !== undefined || server.gateway !== undefined,
  };
  return locked(dryRun, () =>
    (flags.agent ?? INSTALL_AGENTS).map((agent) => {
      if (!isHere(agent, places)) return { agent, isHere: false, steps: [] };
      const configs = configsOf(agent, scope, places, wanted, existsSync);
      const old = agent === 'claude' ? oldClaude() : undefined;
      if (old !== undefined && configs[0])
        return {
          agent,
          isHere: true,
          steps: [{ agent, file: configs[0].file, outcome: 'refused', diff: '', advice: old }],
        };
      return { agent, isHere: true, steps: install(configs, { journal: journalFile(), dryRun, force }) };
    }),
  );
}

/** Takes out of configurations what the record says was put in, of this scope. */
export async function uninstallAgents(flags: InstallFlags): Promise<readonly AgentSteps[]> {
  const { scope = 'user', agent: names, dryRun = false, force = false } = flags;
  return locked(dryRun, () => {
    const project = scope === 'project' ? placesHere().project : undefined;
    const entries = installed({ journal: journalFile() }).filter(
      (entry) =>
        entry.project === project && (names === undefined || (names as readonly string[]).includes(entry.agent)),
    );
    const agents = names ?? [...new Set(entries.map(({ agent }) => agent))];
    return agents.map((agent) => {
      const own = entries.filter((entry) => entry.agent === agent);
      return { agent, isHere: true, steps: uninstall(own, { journal: journalFile(), dryRun, force }) };
    });
  });
}

/** Arguments of the server: what `mcp serve` is then started with. */
function serverArguments({ read, run, env, gateway, memory }: ServerFlags): readonly string[] {
  const list = (flag: string, values: readonly string[] | undefined) => (values ? [flag, ...values] : []);
  return [
    ...list('--read', read),
    ...list('--run', run),
    ...list('--env', env),
    ...(gateway === undefined ? [] : ['--gateway', gateway]),
    ...(memory ? ['--memory'] : []),
  ];
}

/** What was asked of a server, from what it is started with. */
export function serverFlagsIn(args: readonly string[]): ServerFlags {
  const lists = new Map<string, string[]>();
  let list: string[] | undefined;
  for (const word of args) {
    if (word.startsWith('--')) {
      list = [];
      lists.set(word.slice(2), list);
    } else list?.push(word);
  }
  const [read, run, env, gateway] = ['read', 'run', 'env', 'gateway'].map((name) => lists.get(name));
  return {
    ...(read ? { read } : {}),
    ...(run ? { run } : {}),
    ...(env ? { env } : {}),
    ...(gateway?.[0] === undefined ? {} : { gateway: gateway[0] }),
    ...(lists.has('memory') ? { memory: true } : {}),
  };
}

/** Two that write at once would lose what one of them has recorded. */
async function locked<T>(dryRun: boolean, act: () => T): Promise<T> {
  if (dryRun) return act();
  const folder = serviceFolder();
  makeFolder(folder);
  const { exclusive } = await import('@headroom/stores');
  const held = exclusive(join(folder, 'install.lock'));
  if (!held) throw new Error('another `headroom install` is running; wait for it, then try again');
  try {
    return act();
  } finally {
    held.release();
  }
}

/** What to say of a Claude Code on the path that is too old; undefined where there is none, or nothing to say. */
export function oldClaude(): string | undefined {
  const path = onPath('claude');
  if (path === undefined) return undefined;
  const asked = spawnSync(path, ['--version'], {
    encoding: 'utf8',
    timeout: 10_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const found = /^(\d+)\.(\d+)\.(\d+)/
    .exec(asked.stdout ?? '')
    ?.slice(1)
    .map(Number);
  if (!found) return undefined;
  const at = CLAUDE_SINCE.findIndex((part, index) => found[index] !== part);
  if (at < 0 || (found[at] ?? 0) > (CLAUDE_SINCE[at] ?? 0)) return undefined;
  return `Claude Code ${found.join('.')} has no hook that may replace a result. Update it to ${CLAUDE_SINCE.join('.')} or later, then try again.`;
}
