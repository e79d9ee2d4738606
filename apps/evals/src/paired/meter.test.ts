import { describe, expect, it } from 'vitest';
import { NONE } from '../arms/index.js';
import type { Item } from '../items/item.js';
import type { Call } from '../wire/chat.js';
import { WIRES } from '../wire/index.js';
import { createBudget } from './budget.js';
import { meteredFetch, newMeter } from './meter.js';
import type { Provider } from './provider.js';
import { runPair, saltOf } from './run-pair.js';

const answer = (message: object, rest: object = {}) => ({
  choices: [{ message: { role: 'assistant', content: 'Done.', ...message } }],
  usage: { prompt_tokens: 1000, completion_tokens: 100, prompt_tokens_details: { cached_tokens: 600 } },
  ...rest,
});

function providerOf(...responses: (() => Response)[]): Provider & { readonly bodies: string[] } {
  const bodies: string[] = [];
  return {
    wire: WIRES.openai,
    url: 'http://llm.test/v1',
    key: 'secret',
    model: 'gpt-5-mini',
    price: { input: 10, cached: 1, output: 100 },
    bodies,
    fetch: async (_, init) => {
      bodies.push(String(init?.body));
      return (responses[Math.min(bodies.length, responses.length) - 1] as () => Response)();
    },
  };
}

const post = { method: 'POST', body: '{"messages":[{"role":"tool","content":"12345"}]}' };

describe('the meter', () => {
  it('counts tokens, money, retrievals and what a provider changed', async () => {
    const calls = [{ id: '1', function: { name: 'headroom_retrieve', arguments: '{}' } }];
    const provider = providerOf(() =>
      Response.json(answer({ tool_calls: calls }, { input_transformations: [{ kind: 'cut' }] })),
    );
    const [meter, budget] = [newMeter(), createBudget()];
    await meteredFetch(meter, provider, { budget, maxTokens: 100 })('http://llm.test', post);
    expect(meter).toMatchObject({ requests: 1, retrievals: 1, transformed: 1, resultCharacters: 5 });
    expect(meter.usage).toEqual({ input: 400, cached: 600, written: 0, output: 100 });
    // 400·10 + 600·1 + 100·100 millionths
    expect(meter.dollars).toBeCloseTo(0.0146, 12);
    expect(budget.spent).toBeCloseTo(0.0146, 12);
  });

  it('tries a busy provider again, and tells one that is away from one that refuses', async () => {
    const busy = () => new Response('busy', { status: 429 });
    const provider = providerOf(busy, busy, () => Response.json(answer({})));
    const options = { budget: createBudget(), maxTokens: 100, waitMs: 1 };
    const meter = newMeter();
    expect((await meteredFetch(meter, provider, options)('http://llm.test', post)).ok).toBe(true);
    expect([provider.bodies.length, meter.requests]).toEqual([3, 1]);
    const away = meteredFetch(newMeter(), providerOf(busy), { ...options, retries: 2 });
    await expect(away('http://llm.test', post)).rejects.toThrow('429');
    const refused = meteredFetch(
      newMeter(),
      providerOf(() => new Response('no', { status: 400 })),
      options,
    );
    expect((await refused('http://llm.test', post)).status).toBe(400);
    expect(options.budget.spent).toBeCloseTo(0.0146, 12);
  });

  it('ends the run where the provider will not be asked at all, and says what was cut or held back', async () => {
    const options = { budget: createBudget(), seed: 1, maxTokens: 100, waitMs: 1 };
    const locked = providerOf(() => Response.json({ error: 'wrong key' }, { status: 401 }));
    await expect(runPair(item(), NONE, { ...options, provider: locked })).rejects.toThrow('wrong key');
    const held = await runPair(item(), NONE, {
      ...options,
      provider: providerOf(() => Response.json({ choices: [] })),
    });
    expect(held).toMatchObject({ solved: false, refused: 'The response has no message.' });
    const page = await runPair(item(), NONE, { ...options, provider: providerOf(() => new Response('<html>')) });
    expect(page.away).toContain('JSON');
    const cut = { choices: [{ finish_reason: 'length', message: { role: 'assistant', content: '' } }] };
    expect(await runPair(item(), NONE, { ...options, provider: providerOf(() => Response.json(cut)) })).toMatchObject({
      cut: 2,
    });
  });

  it('sends nothing that could go beyond the budget', async () => {
    const provider = providerOf(() => Response.json(answer({})));
    // The longest answer alone may cost .01 dollars.
    const budget = createBudget(0.0099);
    await expect(
      meteredFetch(newMeter(), provider, { budget, maxTokens: 100 })('http://llm.test', post),
    ).rejects.toThrow('may cost');
    expect(provider.bodies).toEqual([]);
  });
});

const item = (over: Partial<Item> = {}): Item => ({
  id: 'i',
  task: 't',
  says: ['Look.', 'And now?'],
  tools: [{ name: 'read_output', description: '', parameters: { type: 'object' } }],
  open: () => ({ call: (name) => (name === 'read_output' ? 'some output' : undefined) }),
  check: ({ text, calls }) => ({ solved: text === 'Done.', score: 1, answer: calls.map(({ name }) => name).join() }),
  ...over,
});

const toolCall = (name: string, id = '1') => ({ id, type: 'function', function: { name, arguments: '{}' } });
const reply = (message: object) => () => Response.json(answer(message));

describe('a conversation', () => {
  const options = { budget: createBudget(), seed: 1, maxTokens: 100, waitMs: 1 };

  it('says one message after the other, and counts what is read again', async () => {
    const reads = reply({ content: null, tool_calls: [toolCall('read_output')] });
    const provider = providerOf(reads, reads, reply({}), reply({}));
    const row = await runPair(item(), NONE, { ...options, provider });
    expect(row).toMatchObject({ solved: true, requests: 4, rereads: 1, given: 11 + 22 + 22, sent: 55 });
    const last = JSON.parse(provider.bodies[3] as string) as { messages: { role: string; content: string }[] };
    expect(last.messages.map(({ role }) => role).join(' ')).toBe(
      'system user assistant tool assistant tool assistant user',
    );
    expect(last.messages[0]?.content).toContain(saltOf(1, 'i', 'none'));
    expect(JSON.stringify(row)).not.toContain('secret');
  });

  it('ends with the calls that are the answer, and leaves out those that were answered', async () => {
    const provider = providerOf(reply({ content: null, tool_calls: [toolCall('read_output'), toolCall('book', '2')] }));
    const row = await runPair(
      item({ check: ({ calls }) => ({ solved: true, score: 1, answer: calls.map((one: Call) => one.name).join() }) }),
      NONE,
      { ...options, provider },
    );
    expect(row).toMatchObject({ requests: 1, answer: 'book' });
  });

  it('ends after so many steps', async () => {
    const provider = providerOf(reply({ content: null, tool_calls: [toolCall('read_output')] }));
    const row = await runPair(item({ says: ['Look.'], maxSteps: 3 }), NONE, { ...options, provider });
    expect(row).toMatchObject({ requests: 3, solved: false });
  });

  it('begins differently for every item, arm and seed', () => {
    const salts = [saltOf(1, 'i', 'a'), saltOf(1, 'i', 'b'), saltOf(1, 'j', 'a'), saltOf(2, 'i', 'a')];
    expect(new Set(salts).size).toBe(4);
    expect(salts.every((salt) => salt.length === 8)).toBe(true);
  });
});
