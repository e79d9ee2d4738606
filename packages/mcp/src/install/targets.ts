import { join } from 'node:path';

/** Programs whose configuration can be written. */
export type AgentName = 'claude-code' | 'cursor' | 'codex' | 'vscode' | 'opencode';

/** For all projects of a user, or for one project. */
export type Scope = 'user' | 'project';

/** How a server is started. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
}

/** Where one program keeps its servers. */
export interface Target {
  readonly agent: AgentName;
  readonly notation: 'json' | 'toml';
  /** Candidates in order; the first that exists is written, else the first. */
  files(scope: Scope, where: Places): readonly string[];
  /** The key that holds the servers. */
  readonly key: string;
  /** A server's entry in this program's own form. */
  entry(launch: Launch): Readonly<Record<string, unknown>>;
}

/** The folders that configurations live in. */
export interface Places {
  readonly home: string;
  readonly project: string;
  readonly platform: NodeJS.Platform;
}

const stdio = ({ command, args }: Launch) => ({ type: 'stdio', command, args: [...args] });
const plain = ({ command, args }: Launch) => ({ command, args: [...args] });

/** Every program that is supported. */
export const TARGETS: readonly Target[] = [
  {
    agent: 'claude-code',
    notation: 'json',
    key: 'mcpServers',
    files: (scope, { home, project }) => [scope === 'user' ? join(home, '.claude.json') : join(project, '.mcp.json')],
    entry: stdio,
  },
  {
    agent: 'cursor',
    notation: 'json',
    key: 'mcpServers',
    files: (scope, { home, project }) => [join(scope === 'user' ? home : project, '.cursor', 'mcp.json')],
    entry: plain,
  },
  {
    agent: 'codex',
    notation: 'toml',
    key: 'mcp_servers',
    files: (scope, { home, project }) => [join(scope === 'user' ? home : project, '.codex', 'config.toml')],
    entry: plain,
  },
  {
    agent: 'vscode',
    notation: 'json',
    key: 'servers',
    files: (scope, places) => [
      scope === 'user' ? join(codeFolder(places), 'mcp.json') : join(places.project, '.vscode', 'mcp.json'),
    ],
    entry: stdio,
  },
  {
    agent: 'opencode',
    notation: 'json',
    key: 'mcp',
    files: (scope, { home, project }) => {
      const folder = scope === 'user' ? join(home, '.config', 'opencode') : project;
      return [join(folder, 'opencode.json'), join(folder, 'opencode.jsonc')];
    },
    entry: ({ command, args }) => ({ type: 'local', command: [command, ...args], enabled: true }),
  },
];

function codeFolder({ home, platform }: Places): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Code', 'User');
  if (platform === 'win32') return join(home, 'AppData', 'Roaming', 'Code', 'User');
  return join(home, '.config', 'Code', 'User');
}
