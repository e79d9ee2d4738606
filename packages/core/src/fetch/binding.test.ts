import { describe, expect, it } from 'vitest';
import { memory } from '../ccr/memory-store.js';
import { RETRIEVE_TOOL } from '../ccr/tool.js';
import type { BindingDialect } from '../testing/binding-dialects.js';
import { type BindingProvider, type BindingTurn, bindingProvider } from '../testing/binding-provider.js';
import { payload } from '../testing/payloads.js';
import { callsIn, clients, historyOf, type Json, readBack } from '../tool-loop/scripted-client.fixture.js';
import { scriptedEvents } from '../tool-loop/scripted-provider.fixture.js';
import { headroomFetch } from './headroom-fetch.js';
import { toolResults } from './retrieve-server.fixture.js';

const PATHS: Readonly<Record<BindingDialect, string>> = {
  anthropic: 'https://llm.test/v1/messages',
  'openai-responses': 'https://llm.test/v1/responses',
  gemini: 'https://llm.test/v1beta/models/gemini-3-pro:generateContent',
};
const STREAMED = 'https://llm.test/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse';
const TURNS = 30;

/** What the model does in a turn, by its number: rounds of its own before it, and how it ends. */
function planOf(turn: number): { readonly hidden: number; readonly beside: boolean; readonly ends: 'call' | 'words' } {
  if (turn === 12) return { hidden: 5, beside: false, ends: 'call' };
  if (isForced(turn)) return { hidden: 0, beside: false, ends: 'words' };
  const kind = turn % 5;
  return {
    hidden: kind === 1 || kind === 3 ? 1 : 0,
    beside: kind === 2,
    ends: kind === 0 || kind === 3 ? 'words' : 'call',
  };
}

const isForced = (turn: number) => turn === 17 || turn === 23;

const FORCED: Readonly<Record<BindingDialect, object>> = {
  anthropic: { tool_choice: { type: 'none' } },
  'openai-responses': { tool_choice: 'none' },
  gemini: { toolConfig: { functionCallingConfig: { mode: 'NONE' } } },
};

/** A client that marks its newest message for the cache, as agents do with Anthropic. */
function marked(request: Json): Json {
  const last = request.messages?.at(-1);
  if (!last) return request;
  const content = typeof last.content === 'string' ? [{ type: 'text', text: last.content }] : last.content;
  const cached = [...content.slice(0, -1), { ...content.at(-1), cache_control: { type: 'ephemeral' } }];
  return { ...request, messages: [...request.messages.slice(0, -1), { ...last, content: cached }] };
}

/** Thirty turns through a door over one store, or with another store each turn. */
async function talk(dialect: BindingDialect, stream: boolean, isForgetful = false) {
  let turn = 0;
  let round = 0;
  const provider: BindingProvider = bindingProvider({ dialect, script: (request): BindingTurn => say(request) });
  const say = (request: Json): BindingTurn => {
    const { hidden, beside, ends } = planOf(turn);
    const bash = { id: `call_${turn}`, name: 'Bash', input: { command: `run ${turn}` } };
    const hash = [...JSON.stringify(request).matchAll(/hash=([0-9a-f]{24})/g)].at(-1)?.[1] ?? 'none';
    const own = { id: `own_${turn}_${round}`, name: RETRIEVE_TOOL, input: { hash, lines: `${round + 1}` } };
    if (round++ < hidden) return { text: `Looking ${round}.`, calls: [own] };
    if (ends === 'words') return { text: `Said in turn ${turn}.` };
    return { calls: beside ? [own, bash] : [bash] };
  };
  const send = (async (input: unknown, init: RequestInit) => {
    const response = await provider.fetch(input as string, init);
    if (!stream || !response.ok) return response;
    const events = scriptedEvents(dialect, (await response.json()) as Json).join('');
    return new Response(events, { headers: { 'content-type': 'text/event-stream' } });
  }) as typeof globalThis.fetch;
  const store = memory();
  const { body, results } = clients[dialect];
  let said: unknown[] = [];
  const statuses: number[] = [];
  for (turn = 1; turn <= TURNS; turn++) {
    round = 0;
    const fetch = headroomFetch({ retrieve: true, fetch: send, store: isForgetful ? memory() : store });
    const request = marked({ ...structuredClone(body(said)), ...(isForced(turn) && FORCED[dialect]), stream });
    const address = stream && dialect === 'gemini' ? STREAMED : PATHS[dialect];
    const response = await fetch(address, { method: 'POST', body: JSON.stringify(request) });
    statuses.push(response.status);
    if (!response.ok) break;
    const shown = stream ? await readBack(dialect, await response.text()) : ((await response.json()) as Json);
    const entries = historyOf(dialect, shown);
    const calls = callsIn(dialect, { [clients[dialect].history]: entries });
    const bash = { id: `call_${turn}`, name: 'Bash' };
    const next = calls.length > 0 ? toolResults(dialect, [bash], payload('json', turn, 120)) : body([]).messages;
    const asked = dialect === 'gemini' ? body([]).contents : (next ?? body([]).input);
    said = [...said, ...entries, ...(calls.length > 0 ? (next ?? results([bash])) : asked)];
  }
  return { provider, statuses };
}

describe.each<BindingDialect>(['anthropic', 'openai-responses', 'gemini'])(
  'thirty turns with a %s that binds',
  (dialect) => {
    it.each([false, true])('lose no reasoning and are never refused (stream: %s)', async (stream) => {
      const { provider, statuses } = await talk(dialect, stream);
      expect(provider.mismatches).toEqual([]);
      expect(statuses).toEqual(Array(TURNS).fill(200));
      const last = JSON.stringify(provider.received.at(-1));
      expect(last.match(/"name":"headroom_retrieve"/g)?.length).toBeGreaterThan(15);
      expect(last).toContain('Left out');
      expect(new Set(provider.received.map(({ tools }) => JSON.stringify(tools))).size).toBe(1);
    });

    it('would be refused or lose reasoning without what the client did not see', async () => {
      const { provider, statuses } = await talk(dialect, false, true);
      expect(provider.mismatches.length).toBeGreaterThan(0);
      expect(statuses.at(-1)).toBe(dialect === 'openai-responses' ? 200 : 400);
    });
  },
);
