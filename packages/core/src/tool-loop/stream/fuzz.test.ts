import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RETRIEVE_TOOL } from '../../ccr/tool.js';
import type { Dialect } from '../../model/format.js';
import { callsIn, clients, historyOf, type Json, readBack, textOf } from '../scripted-client.fixture.js';
import { type ScriptedTurn, scriptedEvents, scriptedResponse } from '../scripted-provider.fixture.js';
import { createToolLoop } from '../tool-loop.js';

const DIALECTS: readonly Dialect[] = ['anthropic', 'openai-chat', 'openai-responses', 'gemini'];
const retriever = { retrieve: () => Promise.reject(new Error('no')) };

const call = fc.record({
  id: fc.stringMatching(/^call_[a-z]{6}$/),
  // Names that begin like ours, and one that ours begins like.
  name: fc.constantFrom(RETRIEVE_TOOL, 'Bash', 'headroom', 'headroom_ret', `${RETRIEVE_TOOL}_2`, 'h'),
  input: fc.dictionary(fc.constantFrom('hash', 'q', 'path'), fc.string({ unit: 'grapheme', maxLength: 12 })),
});
const turn = fc.record({
  text: fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), { nil: undefined }),
  calls: fc.uniqueArray(call, { selector: ({ id }) => id, maxLength: 4 }),
});

/** The fields of an object in another order, at every depth. */
function shuffled(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, random));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [random(), key, shuffled(item, random)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => a - b).map(([, key, item]) => [key, item]));
}

/** How servers spell the deltas of chat completions. */
const SPELLINGS = [
  'openai',
  'no index',
  'index 0',
  'name again',
  'name late',
  'name in pieces',
  'one chunk',
  // Google's endpoint says the calls in the chunk that finishes.
  'with the finish',
  // OpenRouter keeps the line open with comments, says the role in each delta and the reasoning in parts of its own.
  'comments',
  // Ids in every delta, or empty ones and null names behind the first.
  'id again',
  'empty id',
] as const;
type Spelling = (typeof SPELLINGS)[number];

/** The events of a chat answer in another spelling. */
function respelled(response: Json, spelling: Spelling): string[] {
  const { message, finish_reason } = response.choices[0];
  const base = { id: response.id, object: 'chat.completion.chunk', created: 1, model: 'm' };
  const chunk = (delta: object, finish: string | null = null) =>
    `data: ${JSON.stringify({ ...base, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const calls = (message.tool_calls ?? []) as { id: string; function: { name: string; arguments: string } }[];
  const at = (index: number) =>
    spelling === 'no index' || spelling === 'one chunk' || spelling === 'with the finish'
      ? {}
      : { index: spelling === 'index 0' ? 0 : index };
  const parts = calls.map(({ id, function: { name, arguments: args } }, i) => {
    const [first, second] = [args.slice(0, 5), args.slice(5)];
    const half = Math.ceil(name.length / 2);
    if (spelling === 'name again')
      return [
        { ...at(i), id, type: 'function', function: { name, arguments: first } },
        { ...at(i), id, type: 'function', function: { name, arguments: second } },
      ];
    if (spelling === 'id again')
      return [
        { ...at(i), id, type: 'function', function: { name, arguments: first } },
        { ...at(i), id, type: 'function', function: { arguments: second } },
      ];
    if (spelling === 'empty id')
      return [
        { ...at(i), id, type: 'function', function: { name, arguments: '' } },
        { ...at(i), id: '', type: 'function', function: { name: null, arguments: first } },
        { ...at(i), id: null, function: { name: '', arguments: second } },
      ];
    if (spelling === 'name late')
      return [
        { ...at(i), id, type: 'function' },
        { ...at(i), function: { name, arguments: args } },
      ];
    if (spelling === 'name in pieces')
      return [
        { ...at(i), id, type: 'function', function: { name: name.slice(0, half), arguments: '' } },
        { ...at(i), function: { name: name.slice(half) } },
        { ...at(i), function: { arguments: args } },
      ];
    return [{ ...at(i), id, type: 'function', function: { name, arguments: args } }];
  });
  const isInOne = spelling === 'one chunk' || spelling === 'with the finish';
  const isChatty = spelling === 'comments';
  const groups = isInOne ? (parts.length > 0 ? [parts.flat()] : []) : parts.flat().map((part) => [part]);
  const said = (delta: object) => (isChatty ? { role: 'assistant', content: '', ...delta } : delta);
  const last = spelling === 'with the finish' ? groups.pop() : undefined;
  const reasoning = { reasoning: 'Hm.', reasoning_details: [{ type: 'reasoning.text', text: 'Hm.', index: 0 }] };
  const events = [
    chunk({ role: 'assistant', content: '' }),
    ...(isChatty ? [chunk(said(reasoning))] : []),
    ...(message.content ? [chunk(said({ content: message.content }))] : []),
    ...groups.map((tool_calls) => chunk(said({ tool_calls }))),
    chunk(last ? { tool_calls: last } : {}, finish_reason),
    `data: ${JSON.stringify({ ...base, choices: [], usage: response.usage })}\n\n`,
    'data: [DONE]\n\n',
  ];
  return isChatty ? events.flatMap((event) => [': PROCESSING\n\n', event]) : events;
}

/** Bytes in chunks of random lengths. */
function inChunks(text: string, random: () => number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      const to = at + 1 + Math.floor(random() ** 3 * 200);
      controller.enqueue(bytes.slice(at, to));
      at = to;
    },
  });
}

function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What the client ends up with, and how many rounds there were. */
async function shownOf(
  dialect: Dialect,
  script: readonly ScriptedTurn[],
  seed: number,
  spelling: Spelling,
  newline: string,
) {
  const random = randomOf(seed);
  const begun = await createToolLoop({ retriever, offer: 'always' }).begin(clients[dialect].body());
  let rounds = 0;
  const stream = await begun.stream(begun.request, async () => {
    const response = scriptedResponse(dialect, script[rounds] as ScriptedTurn, ++rounds) as Json;
    const events = dialect === 'openai-chat' ? respelled(response, spelling) : scriptedEvents(dialect, response);
    const text = events
      .map((event) =>
        event.replace(/data: (\{[^\n]*)/, (_, json) => `data: ${JSON.stringify(shuffled(JSON.parse(json), random))}`),
      )
      .join('');
    return inChunks(text.replaceAll('\n', newline), random);
  });
  const wire = await new Response(stream).text();
  const plain = wire.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  return { wire, rounds, shown: dialect === 'openai-chat' ? readChat(plain) : await readBack(dialect, plain) };
}

/** A client that knows calls by their ids, as those of servers without indexes do. */
function readChat(wire: string): Json {
  const calls: { id: string; name: string }[] = [];
  let content = '';
  for (const line of wire.split('\n').filter((one) => one.startsWith('data: {'))) {
    const delta = JSON.parse(line.slice(6)).choices[0]?.delta ?? {};
    content += delta.content ?? '';
    for (const { id, function: made } of delta.tool_calls ?? []) {
      if (id && id !== calls.at(-1)?.id) calls.push({ id, name: '' });
      const call = calls.at(-1);
      if (call && typeof made?.name === 'string' && made.name !== call.name) call.name += made.name;
    }
  }
  const tool_calls = calls.map(({ id, name }) => ({ id, type: 'function', function: { name } }));
  return { choices: [{ message: { role: 'assistant', content, ...(calls.length > 0 && { tool_calls }) } }] };
}

describe.each(DIALECTS)('streams of %s in any spelling', (dialect) => {
  it('show every call of the client and none of ours', async () => {
    const spelling = fc.constantFrom(...(dialect === 'openai-chat' ? SPELLINGS : (['openai'] as const)));
    const newline = fc.constantFrom('\n', '\r\n', '\r');
    await fc.assert(
      fc.asyncProperty(turn, turn, fc.nat(), spelling, newline, async (first, second, seed, how, line) => {
        const last = { ...second, calls: second.calls.filter(({ name }) => name !== RETRIEVE_TOOL) };
        const isOver = first.calls.some(({ name }) => name !== RETRIEVE_TOOL) || first.calls.length === 0;
        const { wire, rounds, shown } = await shownOf(dialect, [first, last], seed, how, line);
        expect(rounds).toBe(isOver ? 1 : 2);
        const told = isOver ? first : { text: `${first.text ?? ''}${last.text ?? ''}`, calls: last.calls };
        const expected = told.calls.map(({ name }) => name).filter((name) => name !== RETRIEVE_TOOL);
        expect(callsIn(dialect, { [clients[dialect].history]: historyOf(dialect, shown) })).toEqual(expected);
        expect(textOf(dialect, shown).replace('\n\n', '')).toBe((told.text ?? '').replace('\n\n', ''));
        expect(wire).not.toMatch(new RegExp(`"name":"${RETRIEVE_TOOL}"`));
      }),
      { numRuns: dialect === 'openai-chat' ? 250 : 150 },
    );
  });
});
