import type { SessionChoice } from '@headroom/agents';
import type { Option } from 'commander';
import type { ServiceState } from '../service/state.js';

/** What `headroom wrap` can be told about a session of any agent. */
export interface WrapFlags {
  readonly mode?: 'lossless' | 'balanced' | 'aggressive';
  readonly lossless?: boolean;
  readonly excludeTools?: readonly string[];
  /** Also shorten what failing commands print. */
  readonly failedCommands?: boolean;
}

/** What a session is made of. */
export interface WrapContext {
  readonly args: readonly string[];
  readonly flags: WrapFlags;
  readonly service: ServiceState;
  /** The folder of the user's service, for files of a session. */
  readonly folder: string;
  readonly version: string;
  /** The script of the `headroom` command. */
  readonly program: string;
  /** Says something to the user. */
  readonly say: (text: string) => void;
}

/** What a session chose, for the address of its hook. */
export function choiceOf({ flags, service: { port, token }, version }: WrapContext): SessionChoice {
  const mode = flags.lossless ? 'lossless' : flags.mode;
  return { port, token, version, mode, excludeTools: flags.excludeTools };
}

/** How an agent's program is started with Headroom in it. */
export interface WrapSession {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Called once when the program has ended, before we do; it cannot wait for anything. */
  readonly end?: () => void;
}

/** An agent that `headroom wrap` can start. */
export interface WrappedAgent {
  /** The word behind `wrap`. */
  readonly name: string;
  /** In a line: which agent, and by what. */
  readonly title: string;
  /** The name of its program. */
  readonly program: string;
  /** How it is installed, for those who have it not. */
  readonly install: string;
  /** Flags of its own. */
  readonly options?: (newOption: (flags: string, description: string) => Option) => readonly Option[];
  /** How often the service is looked for, in milliseconds, where the session's requests go through it. */
  readonly watchMs?: number;
  /** Loaded when it is wanted. */
  readonly load: () => Promise<(context: WrapContext) => WrapSession | Promise<WrapSession>>;
}

/** Agents that are told by a variable where their provider is. */
const PROXIED = [
  {
    name: 'qwen',
    title: 'Qwen Code, by a proxy',
    install: 'npm install -g @qwen-code/qwen-code',
  },
  {
    name: 'goose',
    title: 'Goose, by a proxy',
    install: 'https://block.github.io/goose tells how it is installed',
  },
  {
    name: 'aider',
    title: 'Aider, by a proxy; what it runs it tells in the words of its user, which stay as they are',
    install: 'https://aider.chat tells how it is installed',
  },
] as const;

/** The agents, in the order of `headroom wrap --help`. A new one is one file and one entry here. */
export const WRAPPED_AGENTS: readonly WrappedAgent[] = [
  {
    name: 'claude',
    title: 'Claude Code, by its hooks',
    program: 'claude',
    install: 'npm install -g @anthropic-ai/claude-code',
    options: (option) => [
      option(
        '--failed-commands',
        'also shorten what failing commands print; those in the background then speak after 30 s',
      ),
    ],
    load: async () => (await import('./claude.js')).claudeSession,
  },
  {
    name: 'codex',
    title: 'Codex, by a proxy: its default model takes no answer of a hook',
    program: 'codex',
    install: 'npm install -g @openai/codex',
    load: async () => (await import('./codex.js')).codexWrap,
    watchMs: 1000,
  },
  {
    name: 'opencode',
    title: 'opencode, by a plugin for this session',
    program: 'opencode',
    install: 'npm install -g opencode-ai',
    load: async () => (await import('./opencode.js')).opencodeWrap,
  },
  {
    name: 'gemini',
    title: 'Gemini CLI, by an extension that is there while the session runs',
    program: 'gemini',
    install: 'npm install -g @google/gemini-cli',
    load: async () => (await import('./gemini.js')).geminiWrap,
  },
  {
    name: 'copilot',
    title: 'GitHub Copilot CLI, by a plugin for this session',
    program: 'copilot',
    install: 'npm install -g @github/copilot',
    load: async () => (await import('./copilot.js')).copilotWrap,
  },
  ...PROXIED.map(
    ({ name, title, install }): WrappedAgent => ({
      name,
      title,
      program: name,
      install,
      load: async () => {
        const [{ proxiedWrap }, { PROXIED_AGENTS }] = await Promise.all([
          import('./proxied.js'),
          import('@headroom/agents'),
        ]);
        return (context) => proxiedWrap(context, PROXIED_AGENTS[name]);
      },
      watchMs: 1000,
    }),
  ),
];

/** An agent that cannot be started with Headroom in it, and what can be done instead. */
export interface AdvisedAgent {
  readonly name: string;
  readonly title: string;
  readonly advice: string;
}

export const ADVISED_AGENTS: readonly AdvisedAgent[] = [
  {
    name: 'cursor',
    title: 'Cursor: says how it is given Headroom for good',
    advice: `Cursor calls its models from its own servers, so nothing can stand between, and it has no settings of one session.
What it can be given is Headroom's MCP server, and a hook that shortens what other MCP servers answer; what its own shell and
file tools give it lets nobody change:

  headroom install --agent cursor --dry-run    shows what would be written
  headroom install --agent cursor              writes it
  headroom uninstall --agent cursor            takes exactly that back
`,
  },
  {
    name: 'cline',
    title: 'Cline: says how it is put behind the proxy',
    advice: `Cline keeps the address of its provider in its own settings, and has no flag or variable for it. Start a proxy,

  headroom proxy --port 8787 --one-user

and set as "base URL" there: http://127.0.0.1:8787/openai/v1 (OpenAI) or http://127.0.0.1:8787/anthropic (Anthropic).
`,
  },
];
