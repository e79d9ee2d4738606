import { HeadroomError } from '@headroom/core';
import { type Backend, CLIENT_CREDENTIALS, type Lack, type Send } from './backends/backend.js';
import type { Answer } from './wire/messages.js';
import { headerIn, type RawHeaders } from './wire/raw-headers.js';

/** Where requests go, by name: `anthropic`, `openai`, `chatgpt`, `gemini`, `code-assist`, and any further one of your own. */
export type Upstreams = Readonly<Record<string, string>>;

const DEFAULTS: Upstreams = {
  anthropic: 'https://api.anthropic.com',
  openai: 'https://api.openai.com',
  // Where the requests of Codex with a ChatGPT login go; its base address has no version in it.
  chatgpt: 'https://chatgpt.com/backend-api/codex',
  gemini: 'https://generativelanguage.googleapis.com',
  'code-assist': 'https://cloudcode-pa.googleapis.com',
};

/** Where one request goes. */
export interface Route {
  readonly upstream: string;
  readonly origin: string;
  /** Path and query at the upstream, as the client wrote them behind the base. */
  readonly path: string;
  readonly host: string;
  /** How it is sent, where that is not as it is. */
  readonly send?: Send;
  /** The answer for the client, where it is not as the engine has it. */
  readonly shown?: (answer: Answer) => Answer;
  /** Headers of the client that stay here, in lower case. */
  readonly without?: ReadonlySet<string>;
}

interface Base {
  readonly origin: string;
  readonly host: string;
  readonly path: string;
}

/**
 * Finds the upstream of a request: the one its path begins with (`/openai/v1/…`), else the one its wire and headers belong to. There
 * is no other place a request can be sent to: nothing in it names a host.
 *
 * With a backend, requests go there and to the upstreams that were given; the built-in ones are none then.
 *
 * @throws HeadroomError `invalid_option` for addresses that are none, and for names with other characters than `a-z 0-9 -`.
 */
export function createUpstreams(
  given: Upstreams = {},
  backend?: Backend,
): (target: string, headers: RawHeaders) => Route | Lack | undefined {
  const bases = new Map(
    Object.entries({ ...(backend ? {} : DEFAULTS), ...given }).map(([name, url]) => [name, baseOf(name, url)]),
  );
  return (target, headers) => {
    if (!isOrdinary(target)) return undefined;
    const [, first = '', rest = ''] = /^\/([a-z0-9-]+)(\/.*)$/s.exec(target) ?? [];
    const named = bases.get(first);
    if (named) return routeTo(first, named, rest);
    if (backend) return routeBy(backend, target);
    const name = upstreamFor(target, headers);
    return routeTo(name, bases.get(name) as Base, target);
  };
}

function routeBy(backend: Backend, target: string): Route | Lack {
  const found = backend.route(target);
  if ('status' in found) return found;
  const { origin, send, seenAs = target, shown } = found;
  const { host } = new URL(origin);
  const route = { upstream: backend.name, origin, path: seenAs, host, send, without: CLIENT_CREDENTIALS };
  return shown ? { ...route, shown } : route;
}

function routeTo(upstream: string, { origin, host, path }: Base, target: string): Route {
  const tail = upstream === 'chatgpt' ? target.replace(/^\/v1(?=\/)/, '') : target;
  // A base may end in the version that the client's own path begins with.
  const [version = ''] = /\/v\d+$/.exec(path) ?? [];
  const isTwice = version !== '' && (tail === version || tail.startsWith(`${version}/`));
  return { upstream, origin, host, path: (isTwice ? path.slice(0, -version.length) : path) + tail };
}

/** Only a path on the upstream's own host, which no dots lead out of. */
function isOrdinary(target: string): boolean {
  const path = target.split(/[?#]/, 1)[0] ?? '';
  return path.startsWith('/') && !path.startsWith('//') && !/(?:^|[/\\])(?:\.|%2e){1,2}(?:[/\\]|$)/i.test(path);
}

function upstreamFor(target: string, headers: RawHeaders): string {
  if (/^\/v1internal[:/]/.test(target)) return 'code-assist';
  if (/^\/(?:upload\/)?v\d+(?:alpha|beta)\d*\//.test(target) || headerIn(headers, 'x-goog-api-key') !== undefined)
    return 'gemini';
  if (/^\/v1\/messages(?:[/?]|$)/.test(target) || headerIn(headers, 'anthropic-version') !== undefined)
    return 'anthropic';
  return headerIn(headers, 'chatgpt-account-id') === undefined ? 'openai' : 'chatgpt';
}

function baseOf(name: string, url: string): Base {
  const fail = (reason: string) =>
    new HeadroomError('invalid_option', `Option \`upstreams.${name}\` ${reason}`, 'upstreams');
  if (!/^[a-z][a-z0-9-]*$/.test(name) || /^v\d/.test(name))
    throw fail('must have a name of a-z, 0-9 and -, and not that of a version');
  if (typeof url !== 'string' || !URL.canParse(url)) throw fail('must be an address');
  const { protocol, origin, host, pathname, search, username } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') throw fail('must begin with https:// or http://');
  if (search !== '' || username !== '') throw fail('must have neither a query nor credentials');
  let end = pathname.length;
  while (pathname[end - 1] === '/') end--;
  return { origin, host, path: pathname.slice(0, end) };
}
