import { isFields } from '../fields.js';
import {
  HOOK_VARIABLE,
  hookUrl,
  mcpUrl,
  SERVER_NAME,
  type SessionChoice,
  type SessionStart,
  TOKEN_VARIABLE,
} from '../session-start.js';

/** What a session of Copilot CLI is started with. */
export interface CopilotOptions extends SessionChoice {
  /** The arguments that the user gave. */
  readonly args: readonly string[];
  /** The user's and the project's settings, those that are there. */
  readonly settings: readonly { readonly path: string; readonly text: string }[];
  /** The folder of ours into which {@link CopilotStart.files} go. */
  readonly folder: string;
  /** Where Copilot CLI keeps its sessions. */
  readonly sessions: string;
  /** The shell's words that start the hook. */
  readonly command: string;
}

/** How Copilot CLI is started. */
export interface CopilotStart extends SessionStart {
  readonly files?: Readonly<Record<string, string>>;
}

const NO_SESSION = new Set(
  'app login help init config update version sessions memories plugin mcp skill instruction lsp sandbox completion'.split(
    ' ',
  ),
);
const ONLY_TELL = new Set(['-h', '--help', '-v', '--version']);
const HOOK_SECONDS = 10;

/**
 * The arguments and variables that put Headroom into one session of Copilot CLI: a plugin and a server in a folder of ours, and the right
 * to call the retrieve tool, above which a rule of the user's stands.
 */
export function copilotSession(options: CopilotOptions): CopilotStart {
  const { args, token, folder, sessions, command, settings } = options;
  if (NO_SESSION.has(args[0] ?? '') || args.some((word) => ONLY_TELL.has(word))) return { args, env: {} };
  const silenced = settings.find(({ text }) => switchesHooksOff(text));
  if (silenced) return { args, env: {}, problem: `${silenced.path} switches all hooks off (disableAllHooks)` };
  const mode = isRetrieveOut(args) ? 'lossless' : options.mode;
  const server = {
    type: 'http',
    url: mcpUrl(options, 'copilot'),
    headers: { Authorization: `Bearer ${token}` },
    tools: ['*'],
  };
  const hook = { type: 'command', bash: command, timeoutSec: HOOK_SECONDS };
  const own = ['--plugin-dir', folder, '--additional-mcp-config', `@${folder}/mcp.json`];
  return {
    // The last is a flag of several words: it carries its own.
    args: [...own, `--allow-tool=${SERVER_NAME}(headroom_retrieve)`, ...args],
    env: {
      [TOKEN_VARIABLE]: token,
      [HOOK_VARIABLE]: `${hookUrl('copilot', { ...options, mode })}&sessions=${encodeURIComponent(sessions)}`,
    },
    files: {
      'plugin.json': JSON.stringify({
        name: SERVER_NAME,
        version: '1.0.0',
        description: 'Shortens what tools put out',
        hooks: 'hooks.json',
      }),
      'hooks.json': JSON.stringify({ version: 1, hooks: { postToolUse: [hook] } }),
      'mcp.json': JSON.stringify({ mcpServers: { [SERVER_NAME]: server } }),
    },
  };
}

/** Whether flags keep the retrieve tool from the model. */
function isRetrieveOut(args: readonly string[]): boolean {
  const given = (flag: string) =>
    args.flatMap((word, at) => {
      if (word.startsWith(`${flag}=`)) return [word.slice(flag.length + 1)];
      return word === flag ? [args[at + 1] ?? ''] : [];
    });
  const names = (value: string) => value.includes(SERVER_NAME);
  const only = given('--available-tools');
  const refused = ['--excluded-tools', '--deny-tool', '--disable-mcp-server'].flatMap(given);
  return refused.some(names) || (only.length > 0 && !only.some(names));
}

function switchesHooksOff(text: string): boolean {
  try {
    const settings: unknown = JSON.parse(text);
    return isFields(settings) && settings.disableAllHooks === true;
  } catch {
    return /"disableAllHooks"\s*:\s*true/.test(text);
  }
}
