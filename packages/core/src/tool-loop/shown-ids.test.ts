import { describe, expect, it } from 'vitest';
import { memory } from '../ccr/memory-store.js';
import { RETRIEVE_TOOL } from '../ccr/tool.js';
import type { Store } from '../model/store.js';
import { clients, type Json, readBack } from './scripted-client.fixture.js';
import { type ScriptedTurn, scriptedResponse, scriptedStream } from './scripted-provider.fixture.js';
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
): Promise<{ shown: Json; wire: string }> {
  const turn = await loop.begin(body());
  let sent = 0;
  const next = () => script[sent++] as ScriptedTurn;
  if (mode === 'plain') {
    const shown = await turn.run<Json>(turn.request, async () => scriptedResponse('openai-responses', next(), sent));
    return { shown, wire: JSON.stringify(shown) };
  }
  const stream = await turn.stream(turn.request, async () => scriptedStream('openai-responses', next(), sent));
  const wire = await new Response(stream).text();
  return { shown: await readBack('openai-responses', wire), wire };
}

describe('the id of a response of several rounds', () => {
  it.each(['plain', 'stream'] as const)('leads on from the last round, also in another process (%s)', async (mode) => {
    const store = memory();
    const { shown } = await ask(loopOver(store), mode);
    const { request } = await loopOver(store).begin({ ...body(), previous_response_id: shown.id });
    expect(request).toMatchObject({ previous_response_id: 'resp_3' });
  });

  it('is the same from the start of a stream to its end', async () => {
    const { wire } = await ask(loopOver(memory()), 'stream');
    expect(new Set(wire.match(/"id":"resp_\d"/g))).toEqual(new Set(['"id":"resp_1"']));
  });

  it('needs no memory where the answer is not a stream', async () => {
    const { shown } = await ask(loopOver(memory()), 'plain');
    expect(shown.id).toBe('resp_3');
  });

  it('is left as it is, with a warning, when the store is away', async () => {
    const away = () => Promise.reject(new Error('away'));
    const warnings: string[] = [];
    const loop = loopOver({ get: away, set: away, delete: away }, warnings);
    const { shown } = await ask(loop, 'stream');
    const { request } = await loop.begin({ ...body(), previous_response_id: shown.id });
    expect(request).toMatchObject({ previous_response_id: 'resp_1' });
    expect(warnings).toEqual([
      expect.stringContaining('could not be stored'),
      expect.stringContaining('could not be read'),
    ]);
  });
});
