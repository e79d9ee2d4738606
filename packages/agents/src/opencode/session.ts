import { type Fields, isFields } from '../fields.js';
import {
  HOOK_VARIABLE,
  hookUrl,
  mcpUrl,
  SERVER_NAME,
  type SessionChoice,
  type SessionStart,
  TOKEN_VARIABLE,
} from '../session-start.js';

/** What a session of opencode is started with. */
export interface OpencodeOptions extends SessionChoice {
  /** The arguments that the user gave. */
  readonly args: readonly string[];
  /** What the user has in `OPENCODE_CONFIG_CONTENT` already. */
  readonly content?: string | undefined;
  /** The address of the plugin's file. */
  readonly plugin: string;
}

/** First words that are commands of the program and begin no session. */
const NO_SESSION = new Set(
  'agent attach auth completion db debug export import mcp models plug plugin providers session stats uninstall upgrade'.split(
    ' ',
  ),
);
const ONLY_TELL = new Set(['-h', '--help', '-v', '--version']);

/**
 * The variables that put Headroom into one session of opencode: a plugin for the results of all tools, and the MCP server that brings
 * originals back. What the user's own files and variables say stays; no file is written.
 */
export function opencodeSession(options: OpencodeOptions): SessionStart {
  const { args, content, plugin, token } = options;
  if (NO_SESSION.has(args[0] ?? '') || args.some((word) => ONLY_TELL.has(word))) return { args, env: {} };
  if (args.includes('--pure')) return { args, env: {}, problem: '--pure keeps plugins out' };
  const own = parsed(content);
  if (!own) return { args, env: {}, problem: 'OPENCODE_CONFIG_CONTENT holds no plain JSON object' };
  const server = {
    type: 'remote',
    url: mcpUrl(options),
    headers: { Authorization: `Bearer {env:${TOKEN_VARIABLE}}` },
    oauth: false,
    enabled: true,
  };
  const plugins = Array.isArray(own.plugin) ? own.plugin : [];
  const config = {
    ...own,
    plugin: [...plugins, plugin],
    mcp: { ...(isFields(own.mcp) ? own.mcp : {}), [SERVER_NAME]: server },
  };
  return {
    args,
    env: {
      [TOKEN_VARIABLE]: token,
      [HOOK_VARIABLE]: hookUrl('opencode', options),
      OPENCODE_CONFIG_CONTENT: JSON.stringify(config),
    },
  };
}

function parsed(content: string | undefined): Fields | undefined {
  if (content === undefined || content.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(content);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
