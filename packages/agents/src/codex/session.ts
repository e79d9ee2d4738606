import { mcpUrl, SERVER_NAME, type SessionStart, TOKEN_VARIABLE } from '../session-start.js';
import { codexRoute, namesServer, tomlText } from './config.js';

/** The retrieve tool as Codex names it: to models that write code as `tools.mcp__headroom__headroom_retrieve`, to others in a namespace. */
export const CODEX_RETRIEVE_TOOL = `mcp__${SERVER_NAME}__headroom_retrieve`;

/** What a session of Codex is started with. */
export interface CodexSessionOptions {
  /** The arguments that the user gave. */
  readonly args: readonly string[];
  /** What is in the user's `config.toml`; undefined where there is none. */
  readonly config: string | undefined;
  /** What is in the `config.toml` of the project, and of the folders above it. */
  readonly projectConfigs?: readonly string[];
  readonly port: number;
  readonly token: string;
  /** The path under which the service's proxy serves this session, for requests to these upstreams (the built-in ones where undefined). */
  readonly proxyPath: (upstreams: Readonly<Record<string, string>> | undefined) => string;
}

/** Commands of the program that begin no session. */
const NO_SESSION = new Set(
  'login logout mcp plugin app-server remote-control completion update doctor sandbox debug apply a archive delete migrate-rollouts migrate-nfs-db unarchive cloud exec-server features help'.split(
    ' ',
  ),
);
const ONLY_TELL = new Set(['-h', '--help', '-V', '--version']);
/** Sessions whose requests do not go where `openai_base_url` says. */
const ELSEWHERE = new Set(['--oss', '--local-provider', '--remote']);

/**
 * The arguments that put Headroom into one session of Codex, and into nothing else: its requests go through the service's proxy, by
 * the address of the provider alone, so that the built-in provider and with it the user's history stay; and the MCP server that
 * brings originals back. No file is written.
 */
export function codexSession(options: CodexSessionOptions): SessionStart {
  const { args, config, projectConfigs = [], port, token, proxyPath } = options;
  const words = args.slice(0, args.includes('--') ? args.indexOf('--') : args.length);
  if (NO_SESSION.has(words[0] ?? '') || words.some((word) => ONLY_TELL.has(word))) return { args, env: {} };
  const elsewhere = words.find((word) => ELSEWHERE.has(word.split('=', 1)[0] ?? ''));
  if (elsewhere !== undefined) return { args, env: {}, problem: `${elsewhere} sends the requests elsewhere` };
  let route: ReturnType<typeof codexRoute>;
  try {
    route = codexRoute(args, config, SERVER_NAME);
  } catch {
    return { args, env: {}, problem: 'config.toml cannot be read as TOML' };
  }
  const { provider, baseUrl, hasServer } = route;
  const isThere = hasServer || projectConfigs.some((text) => namesServer(text, SERVER_NAME));
  const isBuiltIn = provider === 'openai';
  if (!isBuiltIn && baseUrl === undefined)
    return { args, env: {}, problem: `the provider ${provider} has no base_url that could be taken over` };
  const origin = `http://127.0.0.1:${port}`;
  const path = proxyPath(baseUrl === undefined ? undefined : { openai: baseUrl, chatgpt: baseUrl });
  // The built-in address ends in the version; one of the user's own is kept to the letter.
  const base = `${origin}${path}${baseUrl === undefined ? '/v1' : ''}`;
  const own = [
    `${isBuiltIn ? 'openai_base_url' : `model_providers.${provider}.base_url`}=${tomlText(base)}`,
    'features.enable_request_compression=false',
    ...(isThere ? [] : serverSettings(port)),
  ];
  return { args: [...own.flatMap((setting) => ['-c', setting]), ...route.args], env: { [TOKEN_VARIABLE]: token } };
}

function serverSettings(port: number): readonly string[] {
  const at = `mcp_servers.${SERVER_NAME}`;
  return [
    `${at}.url=${tomlText(mcpUrl({ port }))}`,
    `${at}.bearer_token_env_var=${tomlText(TOKEN_VARIABLE)}`,
    `${at}.default_tools_approval_mode="approve"`,
  ];
}
