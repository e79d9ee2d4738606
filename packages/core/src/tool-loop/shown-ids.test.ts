import { describe, expect, it } from 'vitest';
import { memory } from '../ccr/memory-store.js';
import { RETRIEVE_TOOL } from '../ccr/tool.js';
import type { Store } from '../model/store.js';
import { withoutOpenCalls } from './open-calls.js';
import { clients, type Json, readBack } from './scripted-client.fixture.js';
import { type ScriptedTurn, scriptedEvents, scriptedResponse, scriptedStream } from './scripted-provider.fixture.js';
import { createToolLoop } from './tool-loop.js';

const body = clients['openai-responses'].body;
const asked: ScriptedTurn = { calls: [{ id: 'r', name: RETRIEVE_TOOL, input: { hash: 'f'.repeat(24) } }] };
const script = [asked, asked, { text: 'Not there.' }];

function loopOver(store: Store, warnings: string[] = []) {
  const retrieve = () => Promise.reject(new Error('away'));
  return createToolLoop({ retriever: { retrieve }, store, onWarning: ({ message }) => warnings.push(message) });
}

/** Asks once; the model retrieves twice before it speaks. */
async function ask(
  loop: ReturnType<typeof loopOver>,
  mode: 'plain' | 'stream',
  turns: readonly ScriptedTurn[] = script,
): Promise<{ shown: Json; wire: string }> {
  const turn = await loop.begin(body());
  let sent = 0;
  const next = () => turns[sent++] as ScriptedTurn;
  if (mode === 'plain') {
    const shown = await turn.run<Json>(turn.request, async () => scriptedResponse('openai-responses', next(), sent));
    return { shown, wire: JSON.stringify(shown) };
  }
  const stream = await turn.stream(turn.request, async () => scriptedStream('openai-responses', next(), sent));
  const wire = await new Response(stream).text();
  return { shown: await readBack('openai-responses', wire), wire };
}

describe('a provider that keeps nothing', () => {
  const model = (name: string, more = {}) => ({ ...body(), model: name, store: false, ...more });

  it('is asked for the reasoning that later rounds bring back', async () => {
    const loop = loopOver(memory());
    const included = async (request: object) => ((await loop.begin(request)).request as Json).include;
    const all = ['reasoning.encrypted_content'];
    expect(await included(model('gpt-5.1'))).toEqual(all);
    expect(await included(model('o3', { include: ['file_search_call.results'] }))).toEqual([
      'file_search_call.results',
      ...all,
    ]);
    expect(await included(model('mine', { reasoning: { effort: 'low' } }))).toEqual(all);
    expect(await included(model('gpt-5', { include: all }))).toBe(all);
    for (const request of [model('gpt-4o'), model('gpt-5-chat-latest'), { ...body(), model: 'gpt-5' }])
      expect(await included(request)).toBe(undefined);
  });

  it('gets the whole history in every round', async () => {
    const turn = await loopOver(memory()).begin<Json>(model('gpt-5', { previous_response_id: 'resp_0' }));
    const sent: Json[] = [];
    await turn.run<Json>(turn.request, async (request) => {
      sent.push(request);
      const response = scriptedResponse(
        'openai-responses',
        script[sent.length - 1] as ScriptedTurn,
        sent.length,
      ) as Json;
      if (sent.length === 2) response.output[0].encrypted_content = 'secret';
      return response;
    });
    expect(sent.map((request) => request.previous_response_id)).toEqual(Array(3).fill('resp_0'));
    expect(sent[2]?.input.map(({ type, role }: Json) => type ?? role)).toEqual([
      'user',
      'reasoning',
      'function_call',
      'function_call_output',
      'reasoning',
      'function_call',
      'function_call_output',
    ]);
  });

  it('holds no tool of ours where it holds the conversation itself', async () => {
    const warnings: string[] = [];
    const loop = loopOver(memory(), warnings);
    for (let i = 0; i < 2; i++)
      expect(await loop.begin({ ...body(), conversation: 'conv_1' })).toMatchObject({ offer: 'none' });
    expect(warnings).toEqual([expect.stringContaining('`conversation`')]);
  });
});

describe('the id of a response of several rounds', () => {
  it.each(['plain', 'stream'] as const)('leads on from the last round, also in another process (%s)', async (mode) => {
    const store = memory();
    const { shown } = await ask(loopOver(store), mode);
    const { request } = await loopOver(store).begin({ ...body(), previous_response_id: shown.id });
    expect(request).toMatchObject({ previous_response_id: 'resp_3' });
  });

  it('needs no memory where the answer is not a stream', async () => {
    const { shown } = await ask(loopOver(memory()), 'plain');
    expect(shown.id).toBe('resp_3');
  });

  it('needs no memory where a stream shows nothing before our call', async () => {
    const turn = await loopOver(memory()).begin(body());
    let sent = 0;
    const stream = await turn.stream(turn.request, async () => {
      const response = scriptedResponse('openai-responses', script[sent++] as ScriptedTurn, sent);
      const output = (response.output as Json[]).filter(({ type }) => type !== 'reasoning');
      return new Response(scriptedEvents('openai-responses', { ...response, output }).join('')).body as never;
    });
    const wire = await new Response(stream).text();
    expect(new Set(wire.match(/"id":"resp_\d"/g))).toEqual(new Set(['"id":"resp_3"']));
    expect([...wire.matchAll(/"sequence_number":(\d+)/g)].map(([, n]) => Number(n))).toEqual(
      Array.from({ length: wire.split('event:').length - 1 }, (_, n) => n),
    );
    expect((await readBack('openai-responses', wire)).id).toBe('resp_3');
  });

  it('is the same from the start of a stream to its end, and leads on from the last round by the store', async () => {
    const store = memory();
    const { wire } = await ask(loopOver(store), 'stream');
    expect(new Set(wire.match(/"id":"resp_\d"/g))).toEqual(new Set(['"id":"resp_1"']));
    const { request } = await loopOver(store).begin({ ...body(), previous_response_id: 'resp_1' });
    expect(request).toMatchObject({ previous_response_id: 'resp_3' });
    const owner = { tenant: 'another' };
    const theirs = await loopOver(store).begin({ ...body(), previous_response_id: 'resp_1' }, owner);
    expect(theirs.request).toMatchObject({ previous_response_id: 'resp_1' });
  });

  it('carries calls that nobody has answered to any process', async () => {
    const bash = { id: 'call_b', name: 'Bash', input: {} };
    const [own] = asked.calls as [{ id: string; name: string; input: object }];
    const { shown } = await ask(loopOver(memory()), 'plain', [{ calls: [own, bash] }]);
    expect(shown.id).toMatch(/^resp_1~headroom\.[\w-]+$/);
    expect(withoutOpenCalls(`https://llm.test/v1/responses/${shown.id}?x=1`)).toBe(
      'https://llm.test/v1/responses/resp_1?x=1',
    );
    const input = clients['openai-responses'].results([bash]);
    const { request } = await loopOver(memory()).begin({ ...body(), input, previous_response_id: shown.id });
    expect(request).toMatchObject({
      previous_response_id: 'resp_1',
      input: [
        { type: 'function_call_output', call_id: 'r', output: expect.stringContaining('could not be read') },
        { type: 'function_call_output', call_id: 'call_b', output: 'ok' },
      ],
    });
    // A stream that began before our call ends under the id it had; there the store leads on.
    const store = memory();
    const streamed = await ask(loopOver(store), 'stream', [{ calls: [own, bash] }]);
    expect(streamed.shown.id).toBe('resp_1');
    const next = { ...body(), input, previous_response_id: 'resp_1' };
    expect((await loopOver(store).begin(next)).request).toEqual(request);
    const odd = { ...body(), previous_response_id: 'resp_1~headroom.x' };
    expect((await loopOver(memory()).begin(odd)).request).toMatchObject({ previous_response_id: 'resp_1~headroom.x' });
  });

  it('is left as it is, with a warning, when the store is away', async () => {
    const away = () => Promise.reject(new Error('away'));
    const warnings: string[] = [];
    const loop = loopOver({ get: away, set: away, delete: away }, warnings);
    await ask(loop, 'stream');
    const { request } = await loop.begin({ ...body(), previous_response_id: 'resp_1' });
    expect(request).toMatchObject({ previous_response_id: 'resp_1' });
    expect(warnings).toEqual([
      expect.stringContaining('could not be stored'),
      expect.stringContaining('could not be stored'),
      expect.stringContaining('could not be read'),
    ]);
  });
});
