import type { BodyReport } from '@headroom/core/http';
import { Agent, type Dispatcher } from 'undici';
import { createBackend } from './backends/index.js';
import { Call } from './door/call.js';
import { converse } from './door/converse.js';
import { chosenIn } from './door/projects.js';
import { Room } from './door/read-body.js';
import { type SessionChoice, takeChoice } from './door/session-choice.js';
import { credentialName, Tenants } from './door/tenants.js';
import { Exchanges } from './exchange/exchanges.js';
import { createLimits } from './limits/limits.js';
import { logRequest } from './metrics/log.js';
import { createMetrics, type Outcome } from './metrics/metrics.js';
import { beginTrace, traced } from './metrics/traces.js';
import { checkOptions, type ProjectOptions, type ProxyOptions } from './options.js';
import { METRICS_TENANT, TOKEN_HEADER, tokenRules } from './security/admission.js';
import { createUpstreams, type Route } from './upstreams.js';
import { FetchPool } from './wire/fetch-pool.js';
import { type Answer, bytesAnswer, type Incoming, jsonAnswer } from './wire/messages.js';
import { endToEnd, headerIn, keptHeaders, type RawHeaders } from './wire/raw-headers.js';
import { sendUpstream } from './wire/send-upstream.js';
import { errorAnswer } from './wire/wires.js';

/** A request that may come in, and where it goes. */
export interface Admitted {
  readonly incoming: Incoming;
  readonly route: Route;
  readonly tenant: string;
  /** The client's own name for the conversation, where it says one. */
  readonly conversation: string | undefined;
  readonly choice: SessionChoice;
  readonly project: ProjectOptions | undefined;
  /** What is sent on, `Host` included. */
  readonly headers: RawHeaders;
}

/** An answer, and what must be called when its body is over or given up. */
export interface Handled {
  readonly answer: Answer;
  done(): void;
}

/** What happened to one request, noted as it goes. */
export interface Notes {
  outcome: Outcome;
  report: BodyReport | undefined;
  /** When the request went on to the provider. */
  sentAt: number | undefined;
  /** The body of the first round. */
  sent?: unknown;
}

/** A name is looked up, a connection made and its keys exchanged in this time. */
const LONGEST_CONNECT_MS = 10_000;

/** A proxy without a listener: everything but sockets. */
export class ProxyCore {
  readonly pool: Dispatcher;
  readonly tenants: Tenants;
  readonly room: Room;
  readonly maxBytes: number;
  readonly limits;
  readonly metrics = createMetrics();
  readonly exchanges: Exchanges | undefined;
  readonly #upstreamOf;
  readonly #tokens;
  /** False while it is closing: balancers then send nothing more. */
  isReady = true;
  #isClosed = false;

  constructor(readonly options: ProxyOptions) {
    checkOptions(options);
    this.exchanges = options.onExchange && new Exchanges(options.onExchange);
    const {
      upstreams,
      backend,
      auth,
      limits,
      maxBytes = 67_108_864,
      maxHeldBytes = 536_870_912,
      silenceMs = 900_000,
    } = options;
    this.#tokens = auth && tokenRules(auth);
    this.pool = options.fetch ? new FetchPool(options.fetch) : connections(silenceMs);
    this.maxBytes = maxBytes;
    this.room = new Room(maxHeldBytes);
    this.#upstreamOf = createUpstreams(upstreams, backend && createBackend(backend, this));
    this.limits = createLimits(limits);
    this.tenants = new Tenants(options, (input, init) => {
      const call = Call.of(init);
      call.notes.sentAt ??= performance.now();
      call.notes.sent ??= init?.body;
      // As much of one as the door looks at.
      return call.send(String(input), init ?? {}) as Promise<unknown> as Promise<Response>;
    });
  }

  /** Answers a request. Never rejects. */
  async handle(incoming: Incoming): Promise<Handled> {
    const began = performance.now();
    this.metrics.begin();
    const trace = beginTrace(incoming);
    let seen: Admitted | undefined;
    const notes: Notes = { outcome: 'passed', report: undefined, sentAt: undefined };
    let upstream = 'none';
    let answer: Answer;
    let release: () => void = () => undefined;
    try {
      const admitted = await trace.run(() => this.#admit(incoming));
      if ('answer' in admitted) {
        notes.outcome = 'refused';
        answer = admitted.answer;
      } else {
        seen = admitted;
        upstream = admitted.route.upstream;
        ({ answer, done: release } = await trace.run(() => this.#forward(admitted, notes)));
        answer = admitted.route.shown?.(answer) ?? answer;
      }
    } catch (error) {
      notes.outcome = 'failed';
      answer = failureAnswer(incoming, error);
    }
    const headAt = performance.now();
    let isOver = false;
    const done = () => {
      if (isOver) return;
      isOver = true;
      release();
      const { report, sentAt, outcome } = notes;
      const counted = report && 'tokensBefore' in report ? report : { tokensBefore: 0, tokensAfter: 0 };
      const observed = {
        upstream,
        outcome,
        status: answer.status,
        ownSeconds: sentAt === undefined ? undefined : (sentAt - began) / 1000,
        headSeconds: (headAt - began) / 1000,
        seconds: (performance.now() - began) / 1000,
        tokensBefore: counted.tokensBefore,
        tokensAfter: counted.tokensAfter,
      };
      this.metrics.end(observed);
      trace.end(observed);
      const { log } = this.options;
      if (log) logRequest(log, { method: incoming.method, path: seen?.route.path, tenant: seen?.tenant }, observed);
    };
    return { answer, done };
  }

  /** Judges a request by its head, for the WebSocket door too. */
  async admit(incoming: Incoming): Promise<Admitted | { readonly answer: Answer }> {
    const { target: asked, rawHeaders } = incoming;
    const refused = (status: number, message: string, more: readonly string[] = []) => ({
      answer: errorAnswer(asked, status, message, more),
    });
    const known = this.#tokens?.(asked, rawHeaders);
    if (known && known.tenant === undefined) return refused(401, 'a token is needed');
    const chosen = takeChoice(known?.target ?? asked);
    if (!chosen) return refused(400, 'the part of the path behind /with/ cannot be understood');
    const chosenHere = chosenIn(this.options.projects, chosen.choice, rawHeaders);
    if (!chosenHere) return refused(400, 'there is no project of this name');
    const route = this.#upstreamOf(chosen.target, rawHeaders);
    if (!route) return refused(400, 'this is not the path of a request');
    if ('status' in route) return refused(route.status, route.message, ['x-should-retry', 'false']);
    const tenant = known?.tenant ?? this.options.tenant ?? credentialName(credentialOf(chosen.target, rawHeaders));
    const wait = await this.limits.request(tenant);
    if (wait !== undefined)
      return refused(429, 'this tenant has used up what it may use for now', ['retry-after', String(wait)]);
    const headers = forwarded(rawHeaders, route);
    const conversation = headerIn(rawHeaders, CONVERSATION_HEADER) || undefined;
    return {
      incoming: { ...incoming, target: chosen.target },
      route: traced(this.limits.metered(route, tenant)),
      tenant,
      conversation,
      ...chosenHere,
      headers,
    };
  }

  async #admit(incoming: Incoming): Promise<Admitted | { readonly answer: Answer }> {
    const own = await this.#ownRoute(incoming);
    return own ? { answer: own } : this.admit(incoming);
  }

  async #forward(admitted: Admitted, notes: Notes): Promise<Handled> {
    const conversed = await converse(this, admitted, notes);
    if (conversed) return conversed;
    const { incoming, route, headers } = admitted;
    notes.sentAt = performance.now();
    const { method, body, signal } = incoming;
    const outbound = { origin: route.origin, path: route.path, method, rawHeaders: headers, body, signal };
    return { answer: await (route.send ?? sendUpstream)(this.pool, outbound), done: () => undefined };
  }

  /** What the proxy answers itself: whether it lives, whether it takes requests, and its figures. */
  async #ownRoute({ method, target, rawHeaders }: Incoming): Promise<Answer | undefined> {
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    const path = target.split('?', 1)[0] ?? '';
    if (path === '/livez') return jsonAnswer(200, { status: 'ok' });
    if (path === '/readyz')
      return this.isReady ? jsonAnswer(200, { status: 'ok' }) : jsonAnswer(503, { status: 'closing' });
    const bearer = /^Bearer +(\S+)$/i.exec(headerIn(rawHeaders, 'authorization') ?? '')?.[1];
    const given = bearer === undefined ? rawHeaders : [...rawHeaders, TOKEN_HEADER, bearer];
    const inside = this.#tokens?.(target, given);
    if ((inside?.target ?? target).split('?', 1)[0] !== '/metrics') return undefined;
    if (inside && inside.tenant === undefined) return errorAnswer(target, 401, 'a token is needed');
    const hasOwn = Object.hasOwn(this.options.auth?.tokens ?? {}, METRICS_TENANT);
    if (hasOwn && inside?.tenant !== METRICS_TENANT)
      return errorAnswer(target, 403, 'this is not the token of figures');
    const text = new TextEncoder().encode(await this.metrics.text());
    return bytesAnswer(200, text, ['content-type', this.metrics.contentType]);
  }

  /** Gives up the connections to providers: after what is under way, or at once. */
  async close(isGentle: boolean): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await (isGentle ? this.pool.close() : this.pool.destroy());
  }
}

function connections(silenceMs: number): Dispatcher {
  return new Agent({
    connect: { timeout: Math.min(silenceMs, LONGEST_CONNECT_MS) },
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    keepAliveTimeout: 30_000,
    connections: null,
    pipelining: 1,
  });
}

export const CONVERSATION_HEADER = 'x-headroom-conversation';

/** The client's headers for the provider: without what is ours, and with the provider's own name. */
function forwarded(rawHeaders: RawHeaders, { host, without }: Route): RawHeaders {
  const kept = keptHeaders(
    endToEnd(rawHeaders),
    (name) => !name.startsWith('x-headroom-') && name !== 'host' && name !== 'expect' && !without?.has(name),
  );
  return ['host', host, ...kept];
}

const CREDENTIALS = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key'];

function credentialOf(target: string, headers: RawHeaders): string {
  const key = /[?&]key=([^&#]*)/.exec(target)?.[1] ?? '';
  return [...CREDENTIALS.map((name) => headerIn(headers, name) ?? ''), key].join('\n');
}

function failureAnswer({ target, signal }: Incoming, error: unknown): Answer {
  const { code = '', name = '' } = (error ?? {}) as { readonly code?: string; readonly name?: string };
  if (signal.aborted) return errorAnswer(target, 499, 'the client is gone');
  if (name === 'TooLarge')
    return errorAnswer(target, 413, 'the body is longer than this proxy takes', ['connection', 'close']);
  if (name === 'NoRoom') return errorAnswer(target, 503, 'too much is under way', ['retry-after', '1']);
  if (code.endsWith('_TIMEOUT')) return errorAnswer(target, 504, 'the provider did not answer in time');
  return errorAnswer(
    target,
    502,
    `the provider could not be reached${/^[A-Z_0-9]{3,40}$/.test(code) ? ` (${code})` : ''}`,
  );
}
