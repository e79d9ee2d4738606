import { join } from 'node:path';
import { claudeHook } from '../claude-code/mcp-hook.js';
import type { Edit } from './edit.js';
import type { ConfigEdits } from './install.js';

/** Agents whose configuration can be written. */
export const INSTALL_AGENTS = ['claude', 'codex', 'gemini', 'opencode', 'copilot', 'cursor', 'vscode'] as const;
export type InstallAgent = (typeof INSTALL_AGENTS)[number];

/** For all projects of a user, or for one project. */
export type Scope = 'user' | 'project';

/** How a program is started: a path and its arguments. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
}

/** The folders that configurations live in. */
export interface Places {
  readonly home: string;
  /** Absolute. */
  readonly project: string;
  readonly platform: NodeJS.Platform;
  /** What `CLAUDE_CONFIG_DIR` and `CODEX_HOME` name, where they are set. */
  readonly claudeFolder?: string | undefined;
  readonly codexFolder?: string | undefined;
}

/** What is to be put in. */
export interface Wanted {
  /** Starts the MCP server of a session. */
  readonly server: Launch;
  /** True where that server can also start commands: then no agent is told to trust all of its tools. */
  readonly canRun: boolean;
  /** The shell's words for a hook of an agent that has none but commands, with a query for the service. */
  readonly hookCommand?: ((agent: string, query: string) => string) | undefined;
  /** The address of the plugin for opencode. */
  readonly opencodePlugin?: string | undefined;
}

/** How the agents' own configurations are reached; the first of several files that is there is the one, else the first. */
interface Target {
  /** The program's name, and folders that tell of one that was used here. */
  readonly program: string;
  readonly traces: (places: Places) => readonly string[];
  readonly configs: (scope: Scope, places: Places, wanted: Wanted) => readonly Config[];
}

interface Config {
  readonly files: readonly string[];
  readonly notation?: 'toml';
  readonly edits: readonly Edit[];
}

/** The name of our server in every configuration. */
const NAME = 'headroom';
const key = (value: unknown, ...path: string[]): Edit => ({ kind: 'key', path, value });
const element = (value: unknown, ...path: string[]): Edit => ({ kind: 'element', path, value });
const stdio = ({ command, args }: Launch) => ({ type: 'stdio', command, args: [...args] });
const bare = ({ command, args }: Launch) => ({ command, args: [...args] });

const TARGETS: Readonly<Record<InstallAgent, Target>> = {
  claude: {
    program: 'claude',
    traces: (places) => [claudeFolder(places), claudeState(places)],
    configs: (scope, places, { server }) => {
      // Not the files that a project shares: what starts the server is this machine's.
      const inState = scope === 'user' ? [] : ['projects', places.project];
      const folder = scope === 'user' ? claudeFolder(places) : join(places.project, '.claude');
      const entry = { ...stdio(server), alwaysLoad: true };
      return [
        { files: [claudeState(places)], edits: [key(entry, ...inState, 'mcpServers', NAME)] },
        {
          files: [join(folder, scope === 'user' ? 'settings.json' : 'settings.local.json')],
          edits: [
            element(claudeHook(), 'hooks', 'PostToolUse'),
            element(`mcp__${NAME}__headroom_retrieve`, 'permissions', 'allow'),
          ],
        },
      ];
    },
  },
  codex: {
    program: 'codex',
    traces: (places) => [codexFolder(places)],
    configs: (scope, places, { server }) => {
      const folder = scope === 'user' ? codexFolder(places) : join(places.project, '.codex');
      const edits = [key(bare(server), 'mcp_servers', NAME)];
      return [{ files: [join(folder, 'config.toml')], notation: 'toml', edits }];
    },
  },
  gemini: {
    program: 'gemini',
    traces: ({ home }) => [join(home, '.gemini')],
    configs: (scope, places, { server, canRun, hookCommand }) => {
      // What the hook puts in an output's place is fetched from the server without asking, or it would be lost.
      const hook = canRun ? undefined : hookCommand?.('gemini', '');
      const command = hook === undefined ? [] : [{ type: 'command', name: NAME, command: hook, timeout: HOOK_MS }];
      return [
        {
          files: [join(base(scope, places), '.gemini', 'settings.json')],
          edits: [
            key({ ...bare(namedFor('gemini', server)), ...(canRun ? {} : { trust: true }) }, 'mcpServers', NAME),
            ...command.map((one) => element({ matcher: '.*', hooks: [one] }, 'hooks', 'AfterTool')),
          ],
        },
      ];
    },
  },
  opencode: {
    program: 'opencode',
    traces: ({ home }) => [join(home, '.config', 'opencode')],
    configs: (scope, places, { server: { command, args }, opencodePlugin }) => {
      const folder = scope === 'user' ? join(places.home, '.config', 'opencode') : places.project;
      return [
        {
          files: [join(folder, 'opencode.json'), join(folder, 'opencode.jsonc')],
          edits: [
            key({ type: 'local', command: [command, ...args], enabled: true }, 'mcp', NAME),
            ...(opencodePlugin === undefined ? [] : [element(opencodePlugin, 'plugin')]),
          ],
        },
      ];
    },
  },
  copilot: {
    program: 'copilot',
    traces: ({ home }) => [join(home, '.copilot')],
    // It has no servers of a project.
    configs: (scope, { home }, { server, hookCommand }) => {
      if (scope === 'project') return [];
      const folder = join(home, '.copilot');
      const sessions = new URLSearchParams({ sessions: join(folder, 'session-state') });
      const command = hookCommand?.('copilot', String(sessions));
      const entry = { type: 'local', ...bare(namedFor('copilot', server)), tools: ['*'] };
      const own = { type: 'command', bash: command, timeoutSec: HOOK_MS / 1000 };
      return [
        { files: [join(folder, 'mcp-config.json')], edits: [key(entry, 'mcpServers', NAME)] },
        ...(command === undefined
          ? []
          : [
              {
                files: [join(folder, 'hooks', `${NAME}.json`)],
                edits: [key(1, 'version'), element(own, 'hooks', 'postToolUse')],
              },
            ]),
      ];
    },
  },
  cursor: {
    program: 'cursor-agent',
    traces: ({ home }) => [join(home, '.cursor')],
    configs: (scope, places, { server, hookCommand }) => {
      const folder = join(base(scope, places), '.cursor');
      const command = hookCommand?.('cursor', '');
      // One name that it does not know, or a string with two slashes, and it reads none of the file. Only outputs of servers can be others.
      const hook = command?.includes('//') ? undefined : command;
      const own = { command: hook, matcher: 'MCP:.*', timeout: HOOK_MS / 1000 };
      return [
        { files: [join(folder, 'mcp.json')], edits: [key(bare(server), 'mcpServers', NAME)] },
        ...(hook === undefined
          ? []
          : [
              {
                files: [join(folder, 'hooks.json')],
                edits: [key(1, 'version'), element(own, 'hooks', 'postToolUse')],
              },
            ]),
      ];
    },
  },
  vscode: {
    program: 'code',
    traces: (places) => [codeFolder(places)],
    configs: (scope, places, { server }) => [
      {
        files: [scope === 'user' ? join(codeFolder(places), 'mcp.json') : join(places.project, '.vscode', 'mcp.json')],
        edits: [key(stdio(server), 'servers', NAME)],
      },
    ],
  },
};

/** What an agent's configurations are to hold; `exists` says which of several files is there. */
export function configsOf(
  agent: InstallAgent,
  scope: Scope,
  places: Places,
  wanted: Wanted,
  exists: (path: string) => boolean,
): readonly ConfigEdits[] {
  return TARGETS[agent].configs(scope, places, wanted).map(({ files, notation, edits }) => ({
    agent,
    ...(scope === 'project' ? { project: places.project } : {}),
    file: files.find(exists) ?? (files[0] as string),
    notation: notation ?? 'json',
    edits,
  }));
}

/** The name of an agent's program, and the files and folders that tell of one that was used here. */
export function tracesOf(
  agent: InstallAgent,
  places: Places,
): { readonly program: string; readonly traces: readonly string[] } {
  const { program, traces } = TARGETS[agent];
  return { program, traces: traces(places) };
}

/** After so long an agent goes on with the original. */
const HOOK_MS = 10_000;

/** The server's start, with the name of its agent, which wants some answers in another way. */
function namedFor(agent: string, { command, args }: Launch): Launch {
  return { command, args: [...args, '--agent', agent] };
}

function base(scope: Scope, { home, project }: Places): string {
  return scope === 'user' ? home : project;
}

function claudeFolder({ home, claudeFolder: folder }: Places): string {
  return folder ?? join(home, '.claude');
}

/** The file that Claude Code keeps its own state in, and the servers of its user. */
function claudeState({ home, claudeFolder: folder }: Places): string {
  return join(folder ?? home, '.claude.json');
}

function codexFolder({ home, codexFolder: folder }: Places): string {
  return folder ?? join(home, '.codex');
}

function codeFolder({ home, platform }: Places): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Code', 'User');
  if (platform === 'win32') return join(home, 'AppData', 'Roaming', 'Code', 'User');
  return join(home, '.config', 'Code', 'User');
}
