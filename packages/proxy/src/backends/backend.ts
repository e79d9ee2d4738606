import type { Dispatcher } from 'undici';
import type { Room } from '../door/read-body.js';
import type { Answer } from '../wire/messages.js';
import type { Outbound } from '../wire/send-upstream.js';

export type BackendName = 'bedrock' | 'vertex' | 'azure' | 'foundry' | 'openrouter';

/** Sends a request on its way and gives the answer; the parameters are those of `sendUpstream`. */
export type Send = (pool: Dispatcher, outbound: Outbound) => Promise<Answer>;

/** Where a request goes at a backend, and how. */
export interface Destination {
  /** An address without a path. */
  readonly origin: string;
  readonly send: Send;
  /** The path under which the engine sees it, where that is not the client's: it says in which wire answers come from `send`. */
  readonly seenAs?: string;
  /** The answer for the client, where `send` and the engine have it in another wire. */
  readonly shown?: (answer: Answer) => Answer;
}

/** Why a request cannot go there: a status, and what the client is told. */
export interface Lack {
  readonly status: number;
  readonly message: string;
}

/** A provider of models that takes requests in the clients' own wires, at another address and under credentials of the operator. */
export interface Backend {
  readonly name: BackendName;
  /** `target` is the client's path and query. */
  route(target: string): Destination | Lack;
}

/** What backends share with the proxy. */
export interface BackendTools {
  /** For requests of their own, such as those for tokens. */
  readonly pool: Dispatcher;
  readonly room: Room;
  readonly maxBytes: number;
}

/** What a client proves itself with stays here: a backend has credentials of its own. */
export const CLIENT_CREDENTIALS: ReadonlySet<string> = new Set([
  'authorization',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-content-sha256',
]);

/** A path in a backend's own words. */
export function pathAndQuery(target: string): readonly [path: string, query: string] {
  const bare = target.split('#', 1)[0] ?? '';
  const cut = bare.indexOf('?');
  return cut < 0 ? [bare, ''] : [bare.slice(0, cut), bare.slice(cut)];
}

export function lacks(name: BackendName, what: string): Lack {
  return { status: 404, message: `the backend ${name} has no ${what}` };
}
