import { describe, expect, it } from 'vitest';
import { contentHash } from '../ccr/hash.js';
import { memory } from '../ccr/memory-store.js';
import { retrieve } from '../ccr/retrieve.js';
import { RETRIEVE_TOOL, retrieveTool } from '../ccr/tool.js';
import type { Dialect } from '../model/format.js';
import type { Store } from '../model/store.js';
import { RETRIEVE_LIMIT_ANSWER } from './limit-answer.js';
import {
  answersIn,
  callsIn,
  clients,
  historyOf,
  inputTokens,
  type Json,
  outputTokens,
  partsOf,
  readBack,
  textOf,
} from './scripted-client.fixture.js';
import { type ScriptedTurn, scriptedEvents, scriptedResponse, scriptedStream } from './scripted-provider.fixture.js';
import { createToolLoop } from './tool-loop.js';

const DIALECTS: readonly Dialect[] = ['anthropic', 'openai-chat', 'openai-responses', 'gemini'];
const ORIGINAL = Array.from({ length: 300 }, (_, i) => `line ${i + 1} of the build`).join('\n');
const HASH = contentHash(ORIGINAL);
const asked = (input: object = { hash: HASH, lines: '7' }, id = 'call_r') => ({ id, name: RETRIEVE_TOOL, input });
const bash = { id: 'call_b', name: 'Bash', input: { command: 'ls', nested: { b: 1, a: 2 } } };

function loopOver(store: Store = memory(), maxRounds = 3, onWarning = (_: { readonly code: string }): unknown => 0) {
  const originals = memory();
  originals.set(HASH, ORIGINAL);
  const retriever = { retrieve: (hash: string, options = {}) => retrieve(originals, hash, options) };
  return createToolLoop({ retriever, store, maxRounds, onWarning });
}

/** Runs one request of a client against a scripted model, plain or streamed, and gives the response the client ends up with. */
async function converse(
  dialect: Dialect,
  mode: 'plain' | 'stream',
  script: readonly ScriptedTurn[],
  how: { loop?: ReturnType<typeof loopOver>; body?: Json } = {},
) {
  const turn = await (how.loop ?? loopOver()).begin(how.body ?? clients[dialect].body());
  const sent: Json[] = [];
  const next = () => script[Math.min(sent.length, script.length) - 1] as ScriptedTurn;
  if (mode === 'plain') {
    const response = (await turn.run(turn.request, async (request: Json) => {
      sent.push(request);
      return scriptedResponse(dialect, next(), sent.length) as Json;
    })) as Json;
    return { response, sent, turn, wire: JSON.stringify(response) };
  }
  const stream = await turn.stream(turn.request, async (request) => {
    sent.push(request as Json);
    return scriptedStream(dialect, next(), sent.length);
  });
  const wire = await new Response(stream).text();
  return { response: await readBack(dialect, wire), sent, turn, wire };
}

describe.each(DIALECTS)('tool loop over %s', (dialect) => {
  const { body, history, results } = clients[dialect];

  it('offers the tool in the first request and then always, in the same bytes', async () => {
    const first = await loopOver().begin(body());
    expect(first.offer).toBe('ours');
    expect(first.retrieval).toBe('tool');
    const later = await loopOver().begin(body(historyOf(dialect, scriptedResponse(dialect, { calls: [bash] }, 1))));
    expect(JSON.stringify((later.request as Json).tools)).toBe(JSON.stringify((first.request as Json).tools));
    expect(JSON.stringify((first.request as Json).tools)).toContain(RETRIEVE_TOOL);
  });

  it('offers the tool whatever the choice of tools, and packs only what is new where the model cannot choose it', async () => {
    const forced =
      dialect === 'gemini'
        ? { toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['Bash'] } } }
        : { tool_choice: dialect === 'anthropic' ? { type: 'tool', name: 'Bash' } : 'none' };
    const store = memory();
    const before = historyOf(dialect, scriptedResponse(dialect, { calls: [bash] }, 1));
    const said = [...before, ...results([bash])];
    const free = await loopOver(store).begin(body(said));
    const turn = await loopOver(store).begin({ ...body(said), ...forced });
    expect(turn).toMatchObject({ offer: 'ours', retrieval: 'tool' });
    expect((turn.request as Json).tools).toEqual((free.request as Json).tools);
    expect(turn.request).toMatchObject(forced);
    // The question was sent before; the result is new, and stays as it is sent now.
    const latest = Array.from({ length: results([bash]).length }, (_, i) => 1 + before.length + i);
    expect([free.losslessTurns, turn.losslessTurns]).toEqual([[], expect.arrayContaining(latest)]);
    expect(turn.losslessTurns).not.toContain(0);
    const again = [...said, ...historyOf(dialect, scriptedResponse(dialect, { text: 'So.' }, 2))];
    expect((await loopOver(store).begin(body(again))).losslessTurns).toEqual(turn.losslessTurns);
    expect((await loopOver().begin(body(again))).losslessTurns).toEqual([]);
  });

  it('counts the model free to call the tool where it must call any', async () => {
    const must =
      dialect === 'gemini'
        ? { toolConfig: { functionCallingConfig: { mode: 'ANY' } } }
        : { tool_choice: dialect === 'anthropic' ? { type: 'any' } : 'required' };
    expect(await loopOver().begin({ ...body(), ...must })).toMatchObject({ offer: 'ours', losslessTurns: [] });
  });

  it('says so once where older messages were changed, and packs only what is new from there on', async () => {
    const warnings: string[] = [];
    const loop = loopOver(memory(), 3, ({ code }) => warnings.push(code));
    const unique = { ...bash, id: 'call_8f3kq01xz' };
    const { response } = await converse(dialect, 'plain', [{ calls: [asked(), unique] }], { loop });
    const said = [...historyOf(dialect, response), ...results([unique])];
    const changed = body(said);
    const first = changed[history][0];
    changed[history][0] = JSON.parse(JSON.stringify(first).replace('Why did it fail?', 'Summary of before'));
    const turn = await loop.begin(changed);
    expect(callsIn(dialect, turn.request as Json)).toEqual(['Bash']);
    await loop.begin(changed);
    // Gemini's calls have no ids that could tell.
    const told = dialect === 'gemini' ? [] : ['retrieve_lost'];
    expect(warnings).toEqual(told);
    expect(turn.losslessTurns.length > 0).toBe(told.length > 0);
  });

  it('leaves the calls alone when the client brings a tool of this name', async () => {
    const own = retrieveTool(dialect);
    const request = { ...body(), tools: [own] };
    const turn = await loopOver().begin(request);
    expect(turn).toMatchObject({ offer: 'theirs', retrieval: 'tool' });
    const response = scriptedResponse(dialect, { calls: [asked()] }, 1);
    expect(await turn.run(turn.request, async () => response)).toBe(response);
  });

  it('packs only what is new where the client brings the tool and forbids it', async () => {
    const choice =
      dialect === 'gemini' ? { toolConfig: { functionCallingConfig: { mode: 'NONE' } } } : { tool_choice: 'none' };
    const request = { ...body(), tools: [retrieveTool(dialect)], ...choice };
    const turn = await loopOver().begin(request);
    expect(turn).toMatchObject({ offer: 'theirs', retrieval: 'tool', losslessTurns: [0] });
    expect(turn.request).toBe(request);
  });

  it.each(['plain', 'stream'] as const)('passes an answer without our call through untouched (%s)', async (mode) => {
    const script = [{ text: 'It failed in line 7.', calls: [bash] }];
    const { response, sent, wire } = await converse(dialect, mode, script);
    expect(sent).toHaveLength(1);
    if (mode === 'plain') expect(response).toEqual(scriptedResponse(dialect, script[0]!, 1));
    else expect(wire).toBe(scriptedEvents(dialect, scriptedResponse(dialect, script[0]!, 1)).join(''));
  });

  it.each(['plain', 'stream'] as const)('answers a call and shows one answer, usage summed (%s)', async (mode) => {
    const { response, sent, wire } = await converse(dialect, mode, [
      { text: 'Let me look.', calls: [asked()] },
      { text: 'Line 7 failed.' },
    ]);
    expect(sent).toHaveLength(2);
    expect(JSON.stringify(sent[1]?.[history])).toContain('line 7 of the build');
    expect(sent[1]?.tools).toEqual(sent[0]?.tools);
    expect(wire).not.toContain(RETRIEVE_TOOL);
    expect(textOf(dialect, response)).toMatch(/^Let me look\.\s*Line 7 failed\.$/);
    expect([inputTokens(response), outputTokens(response)]).toEqual([200, 20]);
    expect(JSON.stringify(response)).not.toMatch(/"(?:tool_use|tool_calls)"/);
  });

  it.each(['plain', 'stream'] as const)(
    'shows only the client its own calls, and puts ours back next time (%s)',
    async (mode) => {
      const loop = loopOver();
      const script = [
        { text: 'First.', calls: [asked()] },
        { text: 'Then.', calls: [asked({ hash: HASH, lines: '9' }, 'call_r2'), bash] },
      ];
      const { response, wire } = await converse(dialect, mode, script, { loop });
      expect(wire).not.toContain(RETRIEVE_TOOL);
      expect(wire).toContain('Bash');
      const request = body([...historyOf(dialect, response), ...results([bash])]);
      const before = JSON.stringify(request);
      const { request: completed } = await loop.begin(request);
      expect(JSON.stringify(request)).toBe(before);
      const turns = script.map((turn, i) => scriptedResponse(dialect, turn, i + 1));
      const expected = (completed as Json)[history].map((entry: Json) => JSON.stringify(entry)).join('\n');
      expect(expected.split('line 7 of the build')).toHaveLength(2);
      expect(expected.split('line 9 of the build')).toHaveLength(2);
      expect(expected.indexOf('line 7 of')).toBeLessThan(expected.indexOf('line 9 of'));
      expect(callsIn(dialect, completed as Json)).toEqual([asked().name, asked().name, 'Bash']);
      expect(answersIn(dialect, completed as Json)).toBe(3);
      for (const turn of turns)
        for (const part of historyOf(dialect, turn as Json))
          if (mode === 'plain')
            expect(partsOf(completed as Json, dialect)).toEqual(
              expect.arrayContaining(partsOf({ [history]: [part] }, dialect)),
            );
      // The same bytes every time, also in another process that shares the store.
      expect(JSON.stringify((await loop.begin(request)).request)).toBe(JSON.stringify(completed));
    },
  );

  it('puts hidden calls back in another process with the same store, after the client printed its arguments anew', async () => {
    const store = memory();
    const { response } = await converse(dialect, 'plain', [{ calls: [asked(), bash] }], { loop: loopOver(store) });
    const reprinted = JSON.parse(
      JSON.stringify(response)
        .replaceAll('{\\"b\\":1,\\"a\\":2}', '{ \\"a\\": 2, \\"b\\": 1 }')
        .replaceAll('{"b":1,"a":2}', '{"a":2,"b":1}'),
    );
    const { request } = await loopOver(store).begin(body([...historyOf(dialect, reprinted), ...results([bash])]));
    expect(callsIn(dialect, request as Json)).toEqual([RETRIEVE_TOOL, 'Bash']);
    const stranger = await loopOver().begin(body([...historyOf(dialect, reprinted), ...results([bash])]));
    expect(callsIn(dialect, stranger.request as Json)).toEqual(['Bash']);
  });

  it.each(['plain', 'stream'] as const)('answers unknown hashes and nonsense for good (%s)', async (mode) => {
    const { sent, response } = await converse(dialect, mode, [
      { calls: [asked({ hash: 'f'.repeat(24) }), asked({ nothing: true }, 'call_x')] },
      { text: 'Not there.' },
    ]);
    expect(JSON.stringify(sent[1])).toContain('Do not ask for this hash again');
    expect(JSON.stringify(sent[1])).toContain('That is not a hash');
    expect(textOf(dialect, response)).toBe('Not there.');
  });

  it.each(['plain', 'stream'] as const)('says when an original has expired (%s)', async (mode) => {
    let now = 0;
    const originals = memory({ now: () => now, ttl: 10 });
    originals.set(HASH, ORIGINAL);
    now = 11_000;
    const loop = createToolLoop({
      retriever: { retrieve: (hash, options = {}) => retrieve(originals, hash, options) },
    });
    const { sent } = await converse(dialect, mode, [{ calls: [asked()] }, { text: 'Gone.' }], { loop });
    expect(JSON.stringify(sent[1])).toContain('has expired and is gone for good');
  });

  it.each(['plain', 'stream'] as const)('answers at the limit that it is enough, and goes on (%s)', async (mode) => {
    const warnings: string[] = [];
    const again = { calls: [asked()] };
    const script = [again, again, again, { text: 'So.', calls: [bash] }];
    const { sent, response } = await converse(dialect, mode, script, {
      loop: loopOver(memory(), 2, ({ code }) => warnings.push(code)),
    });
    expect(warnings).toEqual(['retrieve_limit']);
    const { tools, tool_choice, toolConfig } = sent[0] as Json;
    for (const request of sent) expect(request).toMatchObject({ tools });
    for (const request of sent) expect([request.tool_choice, request.toolConfig]).toEqual([tool_choice, toolConfig]);
    expect(JSON.stringify(sent[2])).not.toContain(RETRIEVE_LIMIT_ANSWER);
    expect(JSON.stringify(sent[3]).split(RETRIEVE_LIMIT_ANSWER)).toHaveLength(2);
    expect(callsIn(dialect, { [history]: historyOf(dialect, response) })).toEqual(['Bash']);
  });

  it.each(['plain', 'stream'] as const)('ends with a model that retrieves for ever (%s)', async (mode) => {
    const warnings: string[] = [];
    const { sent, response, wire } = await converse(dialect, mode, [{ text: 'Again.', calls: [asked()] }], {
      loop: loopOver(memory(), 2, ({ code }) => warnings.push(code)),
    });
    expect(warnings).toEqual(['retrieve_limit']);
    expect(sent).toHaveLength(5);
    for (const request of sent) expect(request.tools).toEqual(sent[0]?.tools);
    expect(wire).not.toContain(RETRIEVE_TOOL);
    expect(inputTokens(response)).toBe(500);
  });

  it.each(['plain', 'stream'] as const)('does not act on a call that a limit cut short (%s)', async (mode) => {
    const { sent, wire } = await converse(dialect, mode, [{ text: 'Half', calls: [asked()], cut: true }]);
    expect(sent).toHaveLength(1);
    expect(wire).not.toContain(RETRIEVE_TOOL);
  });

  it('delivers a later error as it is, and the first error as it was', async () => {
    const turn = await loopOver().begin(body());
    const error = { error: { message: 'overloaded' } };
    expect(await turn.run(turn.request, async () => error)).toBe(error);
    let count = 0;
    const send = async () => (count++ === 0 ? (scriptedResponse(dialect, { calls: [asked()] }, 1) as Json) : error);
    expect(await turn.run(turn.request, send)).toBe(error);
    await expect(turn.stream(turn.request, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  });

  it('ends a stream with an error event when a later round cannot be had', async () => {
    const turn = await loopOver().begin(body());
    let count = 0;
    const stream = await turn.stream(turn.request, async () => {
      if (count++ > 0) throw new Error('429');
      return scriptedStream(dialect, { text: 'Let me look.', calls: [asked()] }, 1);
    });
    const wire = await new Response(stream).text();
    expect(wire).toContain('Let me');
    expect(wire.trimEnd().split('\n').at(-1)).toMatch(/"error"/);
  });

  it('cancels the provider when the client goes away', async () => {
    const turn = await loopOver().begin(body());
    let cancelled = false;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new TextEncoder().encode('data: {"type":"ping"}\n\n')),
        cancel: () => {
          cancelled = true;
        },
      });
    const reader = (await turn.stream(turn.request, async () => endless())).getReader();
    await reader.read();
    await reader.cancel();
    expect(cancelled).toBe(true);
  });

  it('passes a stream that breaks off through as far as it came', async () => {
    const whole = scriptedEvents(dialect, scriptedResponse(dialect, { text: 'One two three four.' }, 1)).join('');
    const half = whole.slice(0, whole.indexOf('three'));
    const turn = await loopOver().begin(body());
    const stream = await turn.stream(turn.request, async () => new Response(half).body as ReadableStream<Uint8Array>);
    expect(half.startsWith((await new Response(stream).text()).slice(0, 100))).toBe(true);
  });
});

describe('tool loop', () => {
  it('keeps the live text of a streamed turn ahead of the hidden round', async () => {
    const turn = await loopOver().begin(clients.anthropic.body());
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let count = 0;
    const stream = await turn.stream(turn.request, async () => {
      if (count++ > 0) await gate;
      return scriptedStream(
        'anthropic',
        count === 1 ? { text: 'Let me look.', calls: [asked()] } : { text: 'Found.' },
        count,
      );
    });
    const reader = stream.getReader();
    const decoder = new TextDecoder();
    let seen = '';
    while (!seen.includes('look.')) seen += decoder.decode((await reader.read()).value);
    expect(seen).not.toContain('Found');
    release();
    for (let part = await reader.read(); !part.done; part = await reader.read()) seen += decoder.decode(part.value);
    expect(seen.match(/event: message_start/g)).toHaveLength(1);
    expect(seen.match(/event: message_stop/g)).toHaveLength(1);
    const indexes = [...seen.matchAll(/"content_block_start","index":(\d+)/g)].map((found) => Number(found[1]));
    expect(indexes).toEqual([0, 1, 2, 3]);
    expect(seen).toContain('sig1');
  });

  it('continues a conversation that the provider remembers', async () => {
    const loop = loopOver();
    const request = { ...clients['openai-responses'].body(), previous_response_id: 'resp_0' };
    const { sent, response } = await converse(
      'openai-responses',
      'plain',
      [{ calls: [asked()] }, { calls: [asked({ hash: HASH, head: 1 }, 'call_r2'), bash] }],
      { loop, body: request },
    );
    expect(sent[1]).toMatchObject({
      previous_response_id: 'resp_1',
      input: [{ type: 'function_call_output', call_id: 'call_r' }],
    });
    const next = { ...request, previous_response_id: response.id, input: clients['openai-responses'].results([bash]) };
    const { request: completed } = await loop.begin(next);
    expect((completed as Json).input.map((item: Json) => item.call_id)).toEqual(['call_r2', 'call_b']);
  });

  it('does not mix conversations of servers with weak call ids', async () => {
    const store = memory();
    const weak = { id: 'call_0', name: 'Bash', input: { command: 'ls' } };
    const { response } = await converse('openai-chat', 'plain', [{ calls: [asked(), weak] }], {
      loop: loopOver(store),
    });
    const other = {
      ...clients['openai-chat'].body(),
      messages: [
        { role: 'user', content: 'Another question' },
        ...historyOf('openai-chat', response),
        { role: 'tool', tool_call_id: 'call_0', content: 'x' },
      ],
    };
    expect(callsIn('openai-chat', (await loopOver(store).begin(other)).request)).toEqual(['Bash']);
  });

  it('goes on without hidden turns when their store is away, and says so', async () => {
    const away: Store = {
      get: () => Promise.reject(new Error('away')),
      set: () => Promise.reject(new Error('away')),
      delete: () => undefined,
    };
    const warnings: string[] = [];
    const originals = memory();
    originals.set(HASH, ORIGINAL);
    const loop = createToolLoop({
      retriever: { retrieve: (hash, options = {}) => retrieve(originals, hash, options) },
      store: away,
      onWarning: ({ message }) => warnings.push(message),
    });
    const { response } = await converse('anthropic', 'plain', [{ calls: [asked(), bash] }], { loop });
    expect(response.content).toHaveLength(2);
    const request = clients.anthropic.body([...historyOf('anthropic', response), ...clients.anthropic.results([bash])]);
    expect(callsIn('anthropic', (await loop.begin(request)).request)).toEqual(['Bash']);
    expect(warnings).toHaveLength(2);
  });

  it('leaves requests of chats without tools, of several choices and of unknown shape as they are', async () => {
    for (const request of [
      { messages: [{ role: 'user', content: 'hi' }] },
      { ...clients['openai-chat'].body(), n: 2 },
      { prompt: 'x' },
      [{ role: 'user', content: 'hi' }],
    ]) {
      const turn = await loopOver().begin(request);
      expect(turn.request).toBe(request);
      expect(turn.retrieval).toBe('none');
    }
  });

  it('refuses a loop without rounds', () => {
    expect(() => loopOver(memory(), 0)).toThrow(/maxRounds/);
  });
});
