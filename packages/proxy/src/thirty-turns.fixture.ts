import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Dialect, Store } from '@headroom/core';
import { type BindingDialect, type BindingTurn, bindingProvider } from '@headroom/core/testing';
import { toolResults } from '../../core/src/fetch/retrieve-server.fixture.js';
import { payload } from '../../core/src/testing/payloads.js';
import { callsIn, clients, historyOf, type Json, readBack } from '../../core/src/tool-loop/scripted-client.fixture.js';
import {
  type ScriptedTurn,
  scriptedEvents,
  scriptedResponse,
} from '../../core/src/tool-loop/scripted-provider.fixture.js';
import { serveProxy } from './node/serve-proxy.js';
import type { ProxyOptions } from './options.js';
import { createProxy } from './proxy.js';

const PATHS: Readonly<Record<Dialect, readonly [plain: string, streamed: string]>> = {
  anthropic: ['/v1/messages', '/v1/messages?beta=true'],
  'openai-chat': ['/v1/chat/completions', '/v1/chat/completions'],
  'openai-responses': ['/v1/responses', '/v1/responses'],
  gemini: ['/v1beta/models/gemini-3-pro:generateContent', '/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse'],
};
const ENVELOPED = ['/v1internal:generateContent', '/v1internal:streamGenerateContent?alt=sse'] as const;
const KINDS = ['json', 'log', 'code', 'search', 'listing', 'table'] as const;

/** One session through proxies that take turns over one store. */
export interface Replay {
  readonly dialect: Dialect;
  readonly seed: number;
  readonly turns: number;
  /** Options of the proxies that take turns. */
  readonly proxies: readonly ProxyOptions[];
  readonly store: Store;
  /** Gemini's requests and answers stand in those of Code Assist. */
  readonly isEnveloped?: boolean;
  /** Called after each turn. */
  readonly between?: (turn: number) => Promise<void> | void;
}

/** What a provider saw of it. */
export interface Replayed {
  readonly statuses: readonly number[];
  /** Places where a request did not begin as the one before it. */
  readonly changes: readonly string[];
  readonly requests: readonly Json[];
  /** Bytes of the requests as the client sent them, and as they arrived. */
  readonly given: number;
  readonly sent: number;
}

/** Plays a session of an agent whose model asks for originals now and then, streamed or not, beside and without other calls. */
export async function replay({
  dialect,
  seed,
  turns,
  proxies,
  store,
  between,
  isEnveloped = false,
}: Replay): Promise<Replayed> {
  const state = { turn: 0, round: 0 };
  const provider = await scriptedProvider(dialect, (request) => says(request, state, seed), isEnveloped);
  const upstreams = Object.fromEntries(
    ['anthropic', 'openai', 'gemini', 'code-assist'].map((name) => [name, provider.url]),
  );
  const running = await Promise.all(
    proxies.map((options) => serveProxy(createProxy({ upstreams, store, ...options }), { drainMs: 0 })),
  );
  const statuses: number[] = [];
  let given = 0;
  let said: unknown[] = [];
  try {
    for (state.turn = 1; state.turn <= turns; state.turn++) {
      state.round = 0;
      const stream = state.turn % 2 === seed % 2;
      const request = {
        ...structuredClone(clients[dialect].body(said)),
        ...(dialect === 'gemini' ? {} : { stream }),
      };
      const body = JSON.stringify(isEnveloped ? { model: 'gemini-3-pro', project: 'p', request } : request);
      given += Buffer.byteLength(body);
      const { port } = running[state.turn % running.length] as { port: number };
      const headers = { 'content-type': 'application/json', authorization: `Bearer of-${seed}` };
      const response = await fetch(
        `http://127.0.0.1:${port}${(isEnveloped ? ENVELOPED : PATHS[dialect])[stream ? 1 : 0]}`,
        {
          method: 'POST',
          headers,
          body,
        },
      );
      statuses.push(response.status);
      if (!response.ok) break;
      const text = opened(await response.text(), isEnveloped);
      const shown = stream ? await readBack(dialect, text) : (JSON.parse(text) as Json);
      said = [...said, ...nextEntries(dialect, shown, state.turn, seed)];
      await between?.(state.turn);
    }
    const { requests, mismatches, sent } = provider;
    return { statuses, requests, given, sent: sent(), changes: [...mismatches, ...prefixChanges(dialect, requests)] };
  } finally {
    await Promise.all(running.map(({ close }) => close()));
    await provider.close();
  }
}

function nextEntries(dialect: Dialect, shown: Json, turn: number, seed: number): unknown[] {
  const { body, results } = clients[dialect];
  const entries = historyOf(dialect, shown);
  const calls = callsIn(dialect, { [clients[dialect].history]: entries });
  const bash = { id: `call_${turn}`, name: 'Bash' };
  if (calls.length === 0) return [...entries, ...((body([]) as Json)[clients[dialect].history] as unknown[])];
  const kind = KINDS[(turn + seed) % KINDS.length] ?? 'json';
  const found = toolResults(dialect, [bash], payload(kind, turn * 31 + seed, 120));
  return [...entries, ...(found ?? results([bash]))];
}

/** Five kinds of turns, over and over. */
function says(request: Json, state: { readonly turn: number; round: number }, seed: number): BindingTurn {
  const kind = (state.turn + seed) % 5;
  const hidden = kind === 1 || kind === 3 ? 1 : 0;
  const bash = { id: `call_${state.turn}`, name: 'Bash', input: { command: `run ${state.turn}` } };
  const hash = [...JSON.stringify(request).matchAll(/hash=([0-9a-f]{24})/g)].at(-1)?.[1] ?? 'none';
  const own = { id: `own_${state.turn}_${state.round}`, name: 'headroom_retrieve', input: { hash, lines: '1' } };
  if (state.round++ < hidden) return { text: `Looking ${state.round}.`, calls: [own] };
  if (kind === 0) return { text: `Said in turn ${state.turn}.` };
  return { calls: kind === 2 ? [own, bash] : [bash] };
}

/** What is in the envelopes of an answer. */
function opened(text: string, isEnveloped: boolean): string {
  if (!isEnveloped) return text;
  return text.replace(/^(data: )?(\{.*\})\r?$/gm, (_, start = '', json) => {
    const { response } = JSON.parse(json) as Json;
    return start + JSON.stringify(response);
  });
}

async function scriptedProvider(dialect: Dialect, script: (request: Json) => BindingTurn, isEnveloped: boolean) {
  const bound = dialect === 'openai-chat' ? undefined : bindingProvider({ dialect: dialect as BindingDialect, script });
  const requests: Json[] = [];
  let sent = 0;
  const http = createServer(async (request, response) => {
    let text = '';
    request.setEncoding('utf8');
    for await (const chunk of request) text += chunk;
    sent += Buffer.byteLength(text);
    const whole = JSON.parse(text) as Json;
    const body = isEnveloped ? (whole.request as Json) : whole;
    const put = (json: string) => (isEnveloped && status === 200 ? `{"response":${json},"traceId":"t"}` : json);
    requests.push(body);
    const { status, body: answer } = bound?.answer(body) ?? {
      status: 200,
      body: scriptedResponse(dialect, script(body) as ScriptedTurn, requests.length),
    };
    const isStream = body.stream === true || (request.url ?? '').includes('alt=sse');
    response.writeHead(status, {
      'content-type': isStream && status === 200 ? 'text/event-stream' : 'application/json',
    });
    response.end(
      isStream && status === 200
        ? scriptedEvents(dialect, answer as Json)
            .join('')
            .replace(/^data: (\{.*\})$/gm, (_, json) => `data: ${put(json)}`)
        : put(JSON.stringify(answer)),
    );
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    requests,
    mismatches: bound?.mismatches ?? [],
    sent: () => sent,
    close: () =>
      new Promise<void>((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}

/** Entries of a request that are not as they were in the one before it. */
function prefixChanges(dialect: Dialect, requests: readonly Json[]): string[] {
  const key = clients[dialect].history;
  const changes: string[] = [];
  for (let n = 1; n < requests.length; n++) {
    const [was, is] = [requests[n - 1], requests[n]];
    if (JSON.stringify(was?.tools) !== JSON.stringify(is?.tools)) changes.push(`request ${n}: tools`);
    for (const [at, entry] of ((was?.[key] ?? []) as unknown[]).entries())
      if (JSON.stringify(entry) !== JSON.stringify(is?.[key]?.[at])) changes.push(`request ${n}: entry ${at}`);
  }
  return changes;
}
