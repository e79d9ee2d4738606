/** The variable that carries the service's token; addresses and settings, which other users can see, only name it. */
export const TOKEN_VARIABLE = 'HEADROOM_TOKEN';

/** The name under which our MCP server is given to an agent. */
export const SERVER_NAME = 'headroom';

/** Where the service of this user listens, and what a session wants of it. */
export interface SessionChoice {
  readonly port: number;
  readonly token: string;
  /** The service's version: a session keeps to it, so that nothing it was sent changes under another one. */
  readonly version: string;
  readonly mode?: 'lossless' | 'balanced' | 'aggressive' | undefined;
  readonly excludeTools?: readonly string[] | undefined;
}

/** How an agent is started; `problem` says what kept Headroom out of the session, which then is the user's alone. */
export interface SessionStart {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly problem?: string;
}

/** The address at which an agent's hook asks the service, with what the session chose. */
export function hookUrl(agent: string, { port, version, mode, excludeTools = [] }: SessionChoice): string {
  const chosen = new URLSearchParams({ v: version, ...(mode === undefined ? {} : { mode }) });
  for (const tool of excludeTools) chosen.append('exclude', tool);
  return `http://127.0.0.1:${port}/hook/${agent}?${chosen}`;
}

/** The address of the service's MCP server, and of which agent's it is where that wants its answers in another way. */
export function mcpUrl({ port }: Pick<SessionChoice, 'port'>, agent?: string): string {
  return `http://127.0.0.1:${port}/mcp${agent === undefined ? '' : `?agent=${agent}`}`;
}

/** The variable that tells a hook or a plugin of ours where to ask; without it, they do nothing. */
export const HOOK_VARIABLE = 'HEADROOM_HOOK';
