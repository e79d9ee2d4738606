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

/** The folder of the extension, below the user's `.gemini/extensions`, while a session runs. */
export const GEMINI_EXTENSION = 'headroom-session';

/** What a session of Gemini CLI is started with. */
export interface GeminiOptions extends SessionChoice {
  /** The arguments that the user gave. */
  readonly args: readonly string[];
  /** Settings that the client will read, those that are there. */
  readonly settings: readonly { readonly path: string; readonly text: string }[];
  /** The file with the rule of {@link GeminiStart.files}, and the user's own folder of rules where there is one. */
  readonly policy: string;
  readonly ownPolicies?: string | undefined;
  /** The shell's words that start the hook. */
  readonly command: string;
}

/** How Gemini CLI is started. */
export interface GeminiStart extends SessionStart {
  /** Files that have to be there, by their name in the extension's folder; the rule is for {@link GeminiOptions.policy}. */
  readonly files?: Readonly<Record<string, string>>;
  readonly rule?: string;
  /** Said where Headroom is there already, by `headroom install`: then nothing is added. */
  readonly note?: string;
}

const NO_SESSION = new Set('mcp extension extensions skill skills hook hooks gemma'.split(' '));
const ONLY_TELL = new Set(['-h', '--help', '-v', '--version', '-l', '--list-extensions', '--list-sessions']);
const HOOK_MS = 10_000;

/**
 * The arguments, variables and files that put Headroom into one session of Gemini CLI. It has no flag for hooks, and takes settings by
 * a variable only from files of the system's administrator: so an extension stands in the user's folder for as long as a session runs.
 */
export function geminiSession(options: GeminiOptions): GeminiStart {
  const { args, token, port, policy, ownPolicies, command, settings } = options;
  if (NO_SESSION.has(args[0] ?? '') || args.some((word) => ONLY_TELL.has(word))) return { args, env: {} };
  const installed = settings.find(({ text }) => isInstalled(text));
  if (installed)
    return { args, env: {}, note: `Headroom is installed in ${installed.path}, and works as it says there` };
  const { reasons, policies } = readSettings(settings);
  const problem = [...reasons, ...refusedIn(args)][0];
  if (problem !== undefined) return { args, env: {}, problem };
  const server = {
    httpUrl: mcpUrl({ port }, 'gemini'),
    headers: { Authorization: `Bearer ${token}` },
    trust: true,
  };
  const hook = { type: 'command', name: SERVER_NAME, command, timeout: HOOK_MS };
  // Given by flag, rules take the place of the user's own.
  const own = args.some((word) => /^--policy(?:=|$)/.test(word))
    ? []
    : [...policies, ...(ownPolicies ? [ownPolicies] : [])];
  const more = [...own, policy].flatMap((path) => ['--policy', path]);
  const end = args.indexOf('--');
  return {
    // The flag takes all words that follow it.
    args: end < 0 ? [...args, ...more] : [...args.slice(0, end), ...more, ...args.slice(end)],
    env: { [TOKEN_VARIABLE]: token, [HOOK_VARIABLE]: hookUrl('gemini', options) },
    files: {
      'gemini-extension.json': JSON.stringify({
        name: GEMINI_EXTENSION,
        version: '1.0.0',
        mcpServers: { [SERVER_NAME]: server },
      }),
      'hooks/hooks.json': JSON.stringify({ hooks: { AfterTool: [{ matcher: '.*', hooks: [hook] }] } }),
    },
    rule: RULE,
  };
}

/** Of the lowest rank: any rule of the user's that names this tool stands above it. */
const RULE = `[[rule]]
mcpName = "${SERVER_NAME}"
toolName = "headroom_retrieve"
decision = "allow"
priority = 1
`;

/** What in the settings keeps us out, in words, and the rules that they name. */
function readSettings(files: GeminiOptions['settings']): {
  readonly reasons: readonly string[];
  readonly policies: readonly string[];
} {
  const reasons: string[] = [];
  const policies: string[] = [];
  for (const { path, text } of files) {
    const found = parsed(text);
    if (!isFields(found)) {
      // With comments, say: then it is not known which rules the user has.
      if (/policyPaths|hooksConfig|mcpServers|"mcp"/.test(text)) reasons.push(`${path} cannot be read as plain JSON`);
      continue;
    }
    const { hooksConfig, mcpServers, mcp, policyPaths } = found;
    if (isFields(hooksConfig) && hooksConfig.enabled === false) reasons.push(`${path} switches all hooks off`);
    if (isFields(hooksConfig) && has(hooksConfig.disabled, SERVER_NAME)) reasons.push(`${path} disables our hook`);
    if (isFields(mcpServers) && Object.hasOwn(mcpServers, SERVER_NAME))
      reasons.push(`${path} has an MCP server "${SERVER_NAME}" of its own`);
    if (
      isFields(mcp) &&
      (has(mcp.excluded, SERVER_NAME) || (Array.isArray(mcp.allowed) && !has(mcp.allowed, SERVER_NAME)))
    )
      reasons.push(`${path} does not allow the MCP server "${SERVER_NAME}"`);
    if (Array.isArray(policyPaths)) policies.push(...policyPaths.map(String));
  }
  return { reasons, policies };
}

/** Whether a settings file has both our server and our hook. */
function isInstalled(text: string): boolean {
  const found = parsed(text);
  if (!isFields(found) || !isFields(found.mcpServers) || !isFields(found.hooks)) return false;
  const { AfterTool: groups } = found.hooks;
  const hooks = (Array.isArray(groups) ? groups : []).flatMap((group) => (isFields(group) ? group.hooks : []));
  return (
    Object.hasOwn(found.mcpServers, SERVER_NAME) && hooks.some((hook) => isFields(hook) && hook.name === SERVER_NAME)
  );
}

function refusedIn(args: readonly string[]): readonly string[] {
  const names = ['-e', '--extensions', '--allowed-mcp-server-names'];
  const flag = args.find((word) => names.some((name) => word === name || word.startsWith(`${name}=`)));
  return flag === undefined ? [] : [`${flag.split('=', 1)[0]} keeps it out`];
}

const has = (list: unknown, name: string) => Array.isArray(list) && list.includes(name);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
