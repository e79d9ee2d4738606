import { isFields } from '../fields.js';
import {
  hookUrl,
  mcpUrl,
  SERVER_NAME,
  type SessionChoice,
  type SessionStart,
  TOKEN_VARIABLE,
} from '../session-start.js';
import { CLAUDE_CODE_RETRIEVE_TOOL } from './names.js';

/** What a session of Claude Code is started with. */
export interface SessionOptions extends SessionChoice {
  /** The arguments that the user gave. */
  readonly args: readonly string[];
  /** Reads the file that a `--settings` of the user names. */
  readonly readFile: (path: string) => string;
}

/** Seconds after which the agent goes on with the original: a hook without a time-out would wait for ten minutes. */
const HOOK_SECONDS = 10;

/** First words that are commands of the program and begin no session. */
const NO_SESSION = new Set(
  'agents auth auto-mode config doctor install mcp migrate-installer plugin plugins setup-token update upgrade'.split(
    ' ',
  ),
);
const ONLY_TELL = new Set(['-h', '--help', '-v', '--version']);

/**
 * The arguments and variables that put Headroom into one session of Claude Code, and into nothing else: a hook for the results of
 * all tools, the MCP server that brings originals back, loaded from the first request on, and the right to call it. No file is
 * written. What the user's own `--settings` say stays.
 */
export function claudeCodeSession(options: SessionOptions): SessionStart {
  const { args, token } = options;
  if (NO_SESSION.has(args[0] ?? '') || args.some((word) => ONLY_TELL.has(word))) return { args, env: {} };
  const given = takeSettings(args);
  let settings: Record<string, unknown>;
  try {
    settings = merged(given.value === undefined ? {} : readSettings(given.value, options.readFile), options);
  } catch {
    return { args, env: {}, problem: 'the file or text given with --settings cannot be read as JSON' };
  }
  const server = {
    type: 'http',
    url: mcpUrl(options),
    headers: { Authorization: BEARER },
    // The tool's own mark would add it after the first request, and so change the prefix.
    alwaysLoad: true,
  };
  const mcp = JSON.stringify({ mcpServers: { [SERVER_NAME]: server } });
  // A flag of several values ends where the next one begins.
  const own = ['--mcp-config', mcp, '--settings', JSON.stringify(settings)];
  return { args: [...own, ...given.rest], env: { [TOKEN_VARIABLE]: token } };
}

const BEARER = `Bearer \${${TOKEN_VARIABLE}}`;

function merged(own: Readonly<Record<string, unknown>>, options: SessionOptions): Record<string, unknown> {
  const hook = {
    type: 'http',
    url: hookUrl('claude-code', options),
    timeout: HOOK_SECONDS,
    headers: { Authorization: BEARER },
    allowedEnvVars: [TOKEN_VARIABLE],
  };
  const hooks = isFields(own.hooks) ? own.hooks : {};
  const permissions = isFields(own.permissions) ? own.permissions : {};
  return {
    ...own,
    hooks: { ...hooks, PostToolUse: [...listOf(hooks.PostToolUse), { matcher: '*', hooks: [hook] }] },
    permissions: { ...permissions, allow: [...listOf(permissions.allow), CLAUDE_CODE_RETRIEVE_TOOL] },
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The last `--settings` of the arguments, and the arguments without any. */
function takeSettings(args: readonly string[]): {
  readonly value: string | undefined;
  readonly rest: readonly string[];
} {
  const end = args.indexOf('--');
  const rest: string[] = [];
  let value: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as string;
    const isFlag = end < 0 || at < end;
    if (isFlag && word === '--settings' && at + 1 < args.length) value = args[++at];
    else if (isFlag && word.startsWith('--settings=')) value = word.slice('--settings='.length);
    else rest.push(word);
  }
  return { value, rest };
}

/** @throws for what is no JSON object. */
function readSettings(value: string, readFile: (path: string) => string): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(value.trimStart().startsWith('{') ? value : readFile(value));
  if (!isFields(parsed)) throw new TypeError('not an object');
  return parsed;
}
