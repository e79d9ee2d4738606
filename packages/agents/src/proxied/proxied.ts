import type { SessionStart } from '../session-start.js';
import { withoutEnd } from '../without-end.js';

/** A variable by which an agent is told where a provider is. */
interface AddressVariable {
  readonly name: string;
  /** The proxy's name for where its requests go on to. */
  readonly upstream: string;
  /** What the built-in address ends in: `/v1`, or nothing. */
  readonly version: string;
  /** A flag that says the same, and counts before the variable. */
  readonly flag?: string;
}

/** An agent of which nothing is known but how it is told where its provider is. */
export interface ProxiedAgent {
  readonly name: string;
  readonly variables: readonly AddressVariable[];
}

/** Agents that are put behind the proxy by variables alone. */
export const PROXIED_AGENTS: Readonly<Record<'qwen' | 'goose' | 'aider', ProxiedAgent>> = {
  qwen: {
    name: 'qwen',
    variables: [
      { name: 'OPENAI_BASE_URL', upstream: 'openai', version: '/v1', flag: '--openai-base-url' },
      { name: 'ANTHROPIC_BASE_URL', upstream: 'anthropic', version: '' },
    ],
  },
  goose: {
    name: 'goose',
    variables: [
      { name: 'OPENAI_HOST', upstream: 'openai', version: '' },
      { name: 'ANTHROPIC_HOST', upstream: 'anthropic', version: '' },
    ],
  },
  aider: {
    name: 'aider',
    variables: [
      { name: 'OPENAI_API_BASE', upstream: 'openai', version: '/v1', flag: '--openai-api-base' },
      { name: 'ANTHROPIC_BASE_URL', upstream: 'anthropic', version: '' },
    ],
  },
};

/** What such a session is started with. */
export interface ProxiedOptions {
  readonly agent: ProxiedAgent;
  /** The arguments that the user gave. */
  readonly args: readonly string[];
  /** The variables that the user has. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The address of a proxy that sends on to these upstreams, and to the built-in ones else; without a slash at its end. */
  readonly proxyUrl: (upstreams: Readonly<Record<string, string>> | undefined) => string;
}

/**
 * The arguments and variables that send one session's requests through a proxy. An address of the user's own, given by flag or by
 * variable, is where the proxy sends them on to.
 *
 * @example
 * ```ts
 * proxiedSession({ agent: PROXIED_AGENTS.goose, args, env: {}, proxyUrl: () => 'http://127.0.0.1:8787' });
 * // { args, env: { OPENAI_HOST: 'http://127.0.0.1:8787/openai', ANTHROPIC_HOST: 'http://127.0.0.1:8787/anthropic' } }
 * ```
 */
export function proxiedSession({ agent, args, env, proxyUrl }: ProxiedOptions): SessionStart {
  let rest = args;
  const own: Record<string, string> = {};
  for (const { name, upstream, flag } of agent.variables) {
    const taken = flag === undefined ? { value: undefined, rest } : takeFlag(rest, flag);
    rest = taken.rest;
    const given = withoutEnd(taken.value ?? env[name] ?? '', '/');
    if (!given) continue;
    if (!URL.canParse(given)) return { args, env: {}, problem: `${flag ?? name} holds no address` };
    own[upstream] = given;
  }
  const proxy = proxyUrl(Object.keys(own).length > 0 ? own : undefined);
  const addresses = agent.variables.map(({ name, upstream, version }) => [
    name,
    // One of the user's own ends as the agent's requests want it.
    `${proxy}/${upstream}${own[upstream] === undefined ? version : ''}`,
  ]);
  return { args: rest, env: Object.fromEntries(addresses) };
}

/** The last value of a flag, and the arguments without it. */
function takeFlag(
  args: readonly string[],
  flag: string,
): { readonly value: string | undefined; readonly rest: readonly string[] } {
  const end = args.indexOf('--');
  const rest: string[] = [];
  let value: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as string;
    const isFlag = end < 0 || at < end;
    if (isFlag && word === flag && at + 1 < args.length) value = args[++at];
    else if (isFlag && word.startsWith(`${flag}=`)) value = word.slice(flag.length + 1);
    else rest.push(word);
  }
  return { value, rest };
}
