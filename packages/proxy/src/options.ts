import { HeadroomError, type HeadroomOptions, type PriceTable, type Store } from '@headroom/core';
import type { BackendOptions } from './backends/index.js';
import type { Exchange } from './exchange/exchange.js';
import type { ProxyLog } from './metrics/log.js';
import type { Upstreams } from './upstreams.js';
import type { SendingFetch } from './wire/fetch-pool.js';

/** Who may come in where a proxy serves several. */
export interface AuthOptions {
  /**
   * Tokens by the name of the tenant that holds it, 16 characters at least. Tenants share nothing: no originals, no records, no limits. The token of one
   * named `metrics`, where there is one, alone opens `/metrics`.
   */
  readonly tokens: Readonly<Record<string, string>>;
}

/** How originals come back to the model. */
export type ProxyRetrieve =
  /** `true`, the default: the proxy offers `headroom_retrieve` and answers it, unseen by the client. `false`: only lossless changes. */
  | boolean
  /** The client brings the tool itself, by MCP: under this name its model sees it. */
  | { readonly tool: string };

/** What holds for the requests of one project. What a session chose itself comes before it; tools are left alone that either names. */
export interface ProjectOptions {
  /** False: its requests go on as they came. */
  readonly enabled?: boolean;
  readonly mode?: 'lossless' | 'balanced' | 'aggressive';
  readonly excludeTools?: readonly string[];
  readonly excludeModels?: readonly string[];
}

/** What a tenant may use. Undefined is without limit. */
export interface TenantLimits {
  readonly requestsPerMinute?: number;
  /** Tokens of requests as they are sent on, counted by the engine. */
  readonly tokensPerDay?: number;
  /**
   * US dollars at list price, by the usage that providers report; what they do not report is estimated. Requests that are under way when
   * it is used up come to their end.
   */
  readonly dollarsPerDay?: number;
  /** Prices for `dollarsPerDay`, in the place of those that are built in. Other models count as much as the dearest. */
  readonly prices?: PriceTable;
  /** A client of ioredis, where several processes share the limits. Default: each counts for itself. */
  readonly redis?: object;
}

/** What `createProxy` can be told. */
export interface ProxyOptions {
  /** Addresses of providers, beside or in the place of the built-in ones. Requests go nowhere else. */
  readonly upstreams?: Upstreams;
  /**
   * Bedrock, Vertex AI, Azure OpenAI, Foundry or OpenRouter: requests go there under the operator's credentials, in the words they came in.
   * Beside it only `upstreams` that are given are reached.
   */
  readonly backend?: BackendOptions;
  /**
   * Sends requests to providers in the place of connections of its own, where a runtime has none: in workers. Headers then are as
   * `fetch` writes them, answers are asked for uncompressed, and `silenceMs` has no effect.
   */
  readonly fetch?: SendingFetch;
  /** Where originals and records are kept; share it between processes. Default: in memory. */
  readonly store?: Store;
  /** How the engine compresses. */
  readonly headroom?: Omit<HeadroomOptions, 'store' | 'conversation' | 'record' | 'retrieval' | 'retrieveTool'>;
  readonly retrieve?: ProxyRetrieve;
  /** Without it everybody who reaches the proxy is served, and each credential is a tenant of its own. */
  readonly auth?: AuthOptions;
  /** The one tenant of a proxy that serves one user only: credentials may then change within a conversation. */
  readonly tenant?: string;
  readonly limits?: TenantLimits;
  /** Models whose requests go on as they came; `*` is a wildcard. */
  readonly excludeModels?: readonly string[];
  /** Projects by name; a request says its own in `x-headroom-project` or its address (`/with/project=NAME/…`). */
  readonly projects?: Readonly<Record<string, ProjectOptions>>;
  /** Bodies of conversations may be so long, inflated or not. Default 64 MiB; longer ones are answered with 413. */
  readonly maxBytes?: number;
  /** Bodies that are under way may be so long together. Default 512 MiB; then there is 503. */
  readonly maxHeldBytes?: number;
  /** How long a provider may say nothing, in milliseconds. Default 15 minutes; then there is 504, or the stream's error. */
  readonly silenceMs?: number;
  /** Gets a line for each request that is over, and for each warning: a logger of pino, or one like it. Names and numbers, nothing of a prompt. */
  readonly log?: ProxyLog;
  /** Gets names and numbers, nothing of a prompt. */
  readonly onWarning?: HeadroomOptions['onWarning'];
  /**
   * Told of each conversation's request when its answer is over: names and numbers, and on demand the texts that became shorter. Both
   * bodies are read again for it, after the answer; without it nothing is.
   */
  readonly onExchange?: (exchange: Exchange) => void;
}

/** @throws HeadroomError naming the option that is wrong. */
export function checkOptions(options: ProxyOptions): void {
  const wrong = (name: string, needs: string) =>
    new HeadroomError('invalid_option', `Option \`${name}\` must be ${needs}`, name);
  for (const name of Object.keys(options)) if (!NAMES.has(name)) throw wrong(name, `one of ${[...NAMES].join(', ')}`);
  for (const name of ['maxBytes', 'maxHeldBytes', 'silenceMs'] as const) {
    const value = options[name];
    if (value !== undefined && !(Number.isFinite(value) && value > 0)) throw wrong(name, 'a positive number');
  }
  if (options.onExchange !== undefined && typeof options.onExchange !== 'function')
    throw wrong('onExchange', 'a function');
  if (options.fetch !== undefined && typeof options.fetch !== 'function') throw wrong('fetch', 'a function');
  const { auth, tenant, retrieve = true, limits = {}, excludeModels = [], projects = {}, log } = options;
  if (tenant !== undefined && (typeof tenant !== 'string' || tenant === '')) throw wrong('tenant', 'a name');
  if (tenant !== undefined && auth !== undefined) throw wrong('tenant', 'left out where `auth` names the tenants');
  if (typeof retrieve !== 'boolean' && typeof retrieve?.tool !== 'string')
    throw wrong('retrieve', 'true, false or the name of a tool');
  if (!areGlobs(excludeModels)) throw wrong('excludeModels', 'a list of names of at most 256 characters');
  if (log !== undefined && [log?.info, log?.warn].some((write) => typeof write !== 'function'))
    throw wrong('log', 'a logger with `info` and `warn`');
  for (const [name, project] of Object.entries(projects))
    if (!isProject(project)) throw wrong(`projects.${name}`, 'made of enabled, mode, excludeTools and excludeModels');
  for (const [name, value] of Object.entries(limits)) {
    if ((name === 'redis' || name === 'prices') && typeof value === 'object' && value !== null) continue;
    if (name === 'dollarsPerDay' && Number.isFinite(value) && Number(value) > 0) continue;
    if (name === 'dollarsPerDay') throw wrong('limits.dollarsPerDay', 'a number above 0');
    if (!LIMITS.has(name) || !(Number.isInteger(value) && Number(value) > 0))
      throw wrong(`limits.${name}`, 'a whole number above 0');
  }
  if (auth === undefined) return;
  const tokens = Object.entries(auth.tokens ?? {});
  if (tokens.length === 0) throw wrong('auth.tokens', 'at least one token');
  if (tokens.some(([, token]) => typeof token !== 'string' || token.length < 16))
    throw wrong('auth.tokens', 'made of tokens of at least 16 characters');
  if (new Set(tokens.map(([, token]) => token)).size < tokens.length)
    throw wrong('auth.tokens', 'another token for every tenant');
}

function areGlobs(globs: unknown): boolean {
  return Array.isArray(globs) && globs.every((glob) => typeof glob === 'string' && glob !== '' && glob.length <= 256);
}

function isProject(project: unknown): boolean {
  if (typeof project !== 'object' || project === null) return false;
  return Object.entries(project).every(([name, value]) => {
    if (name === 'enabled') return typeof value === 'boolean';
    if (name === 'mode') return ['lossless', 'balanced', 'aggressive'].includes(value);
    return (name === 'excludeTools' || name === 'excludeModels') && areGlobs(value);
  });
}

const LIMITS: ReadonlySet<string> = new Set(['requestsPerMinute', 'tokensPerDay']);
const NAMES: ReadonlySet<string> = new Set([
  'upstreams',
  'backend',
  'fetch',
  'store',
  'headroom',
  'retrieve',
  'auth',
  'tenant',
  'limits',
  'excludeModels',
  'projects',
  'log',
  'maxBytes',
  'maxHeldBytes',
  'silenceMs',
  'onWarning',
  'onExchange',
]);
