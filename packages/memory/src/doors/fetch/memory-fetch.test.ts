import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headroomFetch } from '@headroom/core/fetch';
import { Pieces } from '@headroom/core/http';
import { httpConversations } from '@headroom/core/testing';
import { describe, expect, it } from 'vitest';
import {
  createMemory,
  type DoorWarning,
  type Memory,
  memoryFetch,
  type PlacedStore,
  Scope,
  sqliteMemory,
} from '../../index.js';
import { ANN, BOB, twoUsers, unframed } from '../memory.fixture.js';

const CHAT = 'https://llm.test/v1/chat/completions';

/** A `fetch` that keeps what it is called with. */
function recorder() {
  const sent: { body: string; headers: Headers }[] = [];
  const fetch = (async (_: unknown, init: RequestInit) => {
    sent.push({ body: init.body as string, headers: new Headers(init.headers) });
    return Response.json({});
  }) as typeof globalThis.fetch;
  return { sent, fetch };
}

const post = (
  fetch: typeof globalThis.fetch,
  body: object | string,
  address = CHAT,
  headers: Record<string, string> = {},
) => fetch(address, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers });
const asks = (content: string, ...before: object[]) => ({
  model: 'gpt-4o',
  messages: [{ role: 'system', content: 'Be short.' }, ...before, { role: 'user', content }],
});

describe('memoryFetch', () => {
  it('puts what is recalled at the end of the newest user turn, and changes no other byte', async () => {
    const memory = await twoUsers();
    const { sent, fetch } = recorder();
    const door = memoryFetch({ memory, scope: ANN, fetch });
    const question = 'Where do I deploy to?';
    const { text } = await memory.recall({ scope: ANN, question });
    expect(text).toContain('Frankfurt');
    const places: [string, string, string][] = [
      [
        CHAT,
        `{ "seed":1.0, "messages": [{"role":"user","content":"hé\\u00e9"},{"role":"assistant","content":"x"},{"role":"user","content":"Q"}] }\n`,
        JSON.stringify(`${question}\n\n${text}`),
      ],
      [
        CHAT,
        `{ "seed":1.0, "messages": [{"role":"user","content":[{"type":"text","text":"Q"}]}], "x":  1e3}`,
        `"Q"},${JSON.stringify({ type: 'text', text })}`,
      ],
      ['https://x.test/v1/responses', `{"input": "Q" , "n":1.50}`, JSON.stringify(`${question}\n\n${text}`)],
      [
        'https://x.test/v1/responses',
        `{"input": [{"role":"user", "content":[{"type":"input_text","text":"Q"}]}]}`,
        `"Q"},${JSON.stringify({ type: 'input_text', text })}`,
      ],
      [
        'https://x.test/v1/messages',
        `{"messages": [{"role":"user","content":"Q"}], "n":1.50}`,
        JSON.stringify([
          { type: 'text', text: question },
          { type: 'text', text },
        ]),
      ],
      [
        'https://x.test/v1beta/models/g:generateContent',
        `{"contents": [{"parts":[{"text":"Q"}] }]}`,
        `"Q"},${JSON.stringify({ text })}`,
      ],
    ];
    for (const [address, body, wanted] of places) {
      await post(door, body.replace('"Q"', JSON.stringify(question)), address);
      const now = sent.at(-1)?.body ?? '';
      const asked = wanted.replace('"Q"', JSON.stringify(question));
      expect(now).toContain(asked);
      const original = wanted.startsWith('"Q"') ? `${JSON.stringify(question)}}` : JSON.stringify(question);
      expect(now.replace(asked, () => original)).toBe(body.replace('"Q"', () => JSON.stringify(question)));
    }
  });

  it('fills the first turn of a conversation with other facts, where it is told to, and no later one', async () => {
    const memory = await twoUsers();
    const { sent, fetch } = recorder();
    const door = memoryFetch({ memory, scope: ANN, fetch, fill: true });
    const first = { role: 'user', content: 'Hello, xylobrand?' };
    await post(door, JSON.stringify({ messages: [first] }));
    const filled = JSON.parse(sent.at(-1)?.body ?? '').messages[0].content as string;
    expect(filled).toContain('Frankfurt');
    const later = [
      { role: 'assistant', content: 'Yes?' },
      { role: 'user', content: 'Zyxwv?' },
    ];
    await post(door, JSON.stringify({ messages: [first, ...later] }));
    const { messages } = JSON.parse(sent.at(-1)?.body ?? '');
    expect(messages[0].content).toBe(filled);
    expect(messages[2].content).toBe('Zyxwv?');
    await post(memoryFetch({ memory, scope: ANN, fetch }), JSON.stringify({ messages: [first] }));
    expect(sent.at(-1)?.body).not.toContain('Frankfurt');
  });

  it('passes what asks nothing, has nothing to recall, or is no conversation, by reference', async () => {
    const memory = await twoUsers();
    const calls: unknown[][] = [];
    const fetch = (async (...call: unknown[]) => {
      calls.push(call);
      return Response.json({});
    }) as typeof globalThis.fetch;
    const door = memoryFetch({ memory, scope: BOB, fetch });
    const conversations = httpConversations().map(({ path, json }) => [`https://x.test${path}`, json] as const);
    const others: (readonly [string, unknown])[] = [
      [CHAT, JSON.stringify(asks('Which colour is the sky of zebras?'))],
      [CHAT, 'no json {'],
      [CHAT, '[]'],
      [CHAT, '{"messages":[null,7,{"role":"user"},{"role":"user","content":[null,3,{"type":"image"}]}]}'],
      ['https://x.test/v1/embeddings', JSON.stringify({ input: 'Where do I deploy to?' })],
      [CHAT, new FormData()],
      ...conversations,
    ];
    for (const [address, body] of others) {
      const init = { method: 'POST', body: body as string };
      await door(address, init);
      expect(calls.at(-1)).toEqual([address, init]);
      expect(calls.at(-1)?.[1]).toBe(init);
    }
    const signed = {
      method: 'POST',
      body: JSON.stringify(asks('Where do I deploy to?')),
      headers: { 'content-md5': 'x' },
    };
    await door(CHAT, signed);
    expect(calls.at(-1)?.[1]).toBe(signed);
  });

  it('says the same at an earlier turn in all requests, whatever became of the memory', async () => {
    const memory = await twoUsers();
    const { sent, fetch } = recorder();
    const door = memoryFetch({ memory, scope: BOB, fetch });
    const said = (at: number) => JSON.parse(sent[at]?.body ?? '').messages as { content: string }[];
    const first = { role: 'user', content: 'Where do I deploy to?' };
    await post(door, asks(first.content));
    await memory.remember({ scope: BOB, text: 'Bob deploys to Osaka.', key: 'deploy.place' });
    // The same beginning in another conversation hears of the change, and the first does not.
    await post(door, asks(first.content));
    expect(said(1).at(-1)?.content).toContain('Osaka');
    expect(said(1).at(-1)?.content).not.toContain('Singapore');
    const second = memoryFetch({ memory, scope: BOB, fetch, conversation: 'other' });
    await post(second, asks(first.content));
    const answer = { role: 'assistant', content: 'To Osaka.' };
    await post(second, asks('And where do I deploy to on Fridays?', first, answer));
    expect(said(3)[1]).toEqual(said(2)[1]);
    await memory.remember({ scope: BOB, text: 'Bob deploys to Oslo.', key: 'deploy.place' });
    await post(second, asks('Thanks.', first, answer));
    expect(said(4)[1]).toEqual(said(2)[1]);
    expect(said(4)).toHaveLength(4);
  });

  it('tells conversations that begin alike apart by their answers', async () => {
    const memory = await twoUsers();
    const { sent, fetch } = recorder();
    const door = memoryFetch({ memory, scope: BOB, fetch });
    const said = (at: number) => JSON.parse(sent.at(at)?.body ?? '').messages[1].content as string;
    const first = { role: 'user', content: 'Where do I deploy to?' };
    const a = { role: 'assistant', content: 'Singapore, as ever.' };
    const b = { role: 'assistant', content: 'Osaka.' };
    await post(door, asks(first.content));
    const old = said(-1);
    await post(door, asks('Good.', first, a));
    await memory.remember({ scope: BOB, text: 'Bob deploys to Osaka.', key: 'deploy.place' });
    await post(door, asks(first.content));
    const fresh = said(-1);
    expect(fresh).not.toBe(old);
    await post(door, asks('Well.', first, b));
    expect(said(-1)).toBe(fresh);
    await post(door, asks('Good. And now?', first, a));
    expect(said(-1)).toBe(old);
  });

  it('takes bodies as text, bytes, pieces and requests, and gives each in its form', async () => {
    const memory = await twoUsers();
    const bodies: unknown[] = [];
    const fetch = (async (input: unknown, init: { body: unknown } | undefined) => {
      bodies.push(init?.body ?? (await (input as Request).text()));
      return Response.json({});
    }) as typeof globalThis.fetch;
    const door = memoryFetch({ memory, scope: BOB, fetch });
    const text = JSON.stringify(asks('Where do I deploy to, é?'));
    const bytes = new TextEncoder().encode(text);
    const halves = new Pieces([bytes.slice(0, 90), bytes.slice(90)]);
    for (const body of [text, bytes, halves, bytes.buffer]) await door(CHAT, { method: 'POST', body: body as never });
    await door(new Request(CHAT, { method: 'POST', body: text }));
    expect(bodies[0]).toBeTypeOf('string');
    expect(bodies[2]).toBeInstanceOf(Pieces);
    const plain = bodies.map((body) => (body instanceof Pieces ? body.whole() : body));
    const texts = plain.map((body) => (typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array)));
    expect(texts[0]).toContain('Singapore');
    expect(new Set(texts).size).toBe(1);
  });

  it('asks for the words of the user, not for those of their program', async () => {
    const memory = await twoUsers();
    const questions: string[] = [];
    const watched: Pick<Memory, 'recall'> = {
      recall: (options) => {
        questions.push(options.question);
        return memory.recall(options);
      },
    };
    const { sent, fetch } = recorder();
    const door = memoryFetch({ memory: watched, scope: BOB, fetch });
    const reminder = '<system-reminder>\nDeploy with care.\n</system-reminder>';
    await post(door, asks(`${reminder}\nWhere do I deploy to?${reminder} <system-reminder>`));
    await post(door, asks(`${reminder}\n`));
    await post(door, asks(`Where do I deploy to? ${'x '.repeat(100_000)} And Helm?`));
    expect(questions.slice(0, 1)).toEqual(['Where do I deploy to? <system-reminder>']);
    expect(questions).toHaveLength(2);
    expect(questions[1]?.length).toBeLessThan(8100);
    expect(sent.map(({ body }) => body.includes('Singapore'))).toEqual([true, false, true]);
  });

  it('knows a conversation that the provider holds by what it goes on from', async () => {
    const memory = await twoUsers();
    const { sent, fetch } = recorder();
    const door = memoryFetch({ memory, scope: BOB, fetch });
    const address = 'https://llm.test/v1/responses';
    const result = { type: 'function_call_output', call_id: 'c', output: 'ok' };
    const asked = { role: 'user', content: 'Where do I deploy to?' };
    await post(door, { input: 'Where do I deploy to?', previous_response_id: 'r1' }, address);
    await post(door, { input: [result], previous_response_id: 'r2' }, address);
    await post(door, { input: [asked, { type: 'reasoning', id: 'x' }, result], previous_response_id: 'r3' }, address);
    await post(door, { input: [result, asked], previous_response_id: 'r4' }, address);
    expect(sent.map(({ body }) => body.includes('Singapore'))).toEqual([true, false, false, true]);
  });

  it('lets several processes say the same', async () => {
    const memory = await twoUsers();
    const { sent, fetch } = recorder();
    const kept = new Map<string, string>();
    const placed = {
      get: async (key: string) => kept.get(key),
      set: async (key: string, text: string) => void kept.set(key, text),
    };
    const first = { role: 'user', content: 'Where do I deploy to?' };
    await post(memoryFetch({ memory, scope: ANN, fetch, placed }), asks(first.content));
    await memory.remember({ scope: ANN, text: 'Ann deploys to Oslo.', key: 'deploy.place' });
    await post(
      memoryFetch({ memory, scope: ANN, fetch, placed }),
      asks('Hm.', first, { role: 'assistant', content: 'x' }),
    );
    const [one, two] = sent.map(({ body }) => JSON.parse(body).messages[1].content as string);
    expect(one).toContain('Frankfurt');
    expect(two).toBe(one);
    expect([...kept.keys()].join()).not.toContain('ann');
  });

  it('shares no placed text between tenants, though they share where it is kept', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'headroom-doors-'));
    const path = join(folder, 'memory.db');
    const placed: PlacedStore = new Map<string, string>() as never;
    const { sent, fetch } = recorder();
    const first = { role: 'user', content: 'Where do I deploy to?' };
    for (const tenant of ['acme', 'other']) {
      const memory = createMemory({ store: sqliteMemory({ path }), tenant });
      if (tenant === 'acme') await memory.remember({ scope: ANN, text: 'Ann deploys to Lima.' });
      const door = memoryFetch({ memory, scope: ANN, fetch, placed });
      await post(door, asks(first.content));
      await post(door, asks('So?', first, { role: 'assistant', content: 'x' }));
      await memory.close();
    }
    rmSync(folder, { recursive: true, force: true });
    expect(sent.map(({ body }) => body.includes('Lima'))).toEqual([true, true, false, false]);
  });

  it('places once, whichever doors stand behind each other', async () => {
    const memory = await twoUsers();
    const { sent, fetch } = recorder();
    const inner = memoryFetch({ memory, scope: ANN, fetch });
    for (const door of [
      memoryFetch({ memory, scope: ANN, fetch: inner }),
      memoryFetch({ memory, scope: ANN, fetch: headroomFetch({ fetch }) }),
      headroomFetch({ fetch: inner }),
    ]) {
      await post(door, asks('Where do I deploy to?'));
      expect(sent.at(-1)?.body.match(/<memory note/g)).toHaveLength(1);
    }
  });

  it('lets a request go as it came when memory fails, is slow, or nobody knows whose it is', async () => {
    const memory = await twoUsers();
    const { sent, fetch } = recorder();
    const warnings: DoorWarning[] = [];
    const onWarning = (warning: DoorWarning) => {
      warnings.push(warning);
      throw new Error('a listener that fails');
    };
    const body = JSON.stringify(asks('Where do I deploy to, secretly?'));
    const recall = (act: Memory['recall']) => ({ recall: act });
    const never = recall(() => new Promise(() => undefined));
    const broken = recall(async () => {
      throw new TypeError('Where do I deploy to, secretly?');
    });
    const thrower = () => {
      throw new Error('secretly');
    };
    const doors: [DoorWarning['code'], typeof globalThis.fetch][] = [
      ['memory_slow', memoryFetch({ memory: never, scope: ANN, fetch, onWarning, deadlineMs: 20 })],
      ['memory_failed', memoryFetch({ memory: broken, scope: ANN, fetch, onWarning })],
      ['memory_failed', memoryFetch({ memory, scope: thrower, fetch, onWarning })],
      [
        'memory_slow',
        memoryFetch({ memory, scope: () => new Promise<never>(() => undefined), fetch, onWarning, deadlineMs: 20 }),
      ],
      ['no_scope', memoryFetch({ memory, scope: undefined, fetch, onWarning })],
      ['no_scope', memoryFetch({ memory, scope: () => Scope.of({ user: '' }), fetch, onWarning })],
      ['no_scope', memoryFetch({ memory, scope: () => ({ user: 'ann' }) as never, fetch, onWarning })],
      ['memory_failed', memoryFetch({ memory, scope: ANN, fetch, onWarning, placed: { get: thrower, set: thrower } })],
    ];
    for (const [code, door] of doors) {
      await post(door, body);
      expect(sent.at(-1)?.body).toBe(body);
      expect(warnings.at(-1)?.code).toBe(code);
    }
    expect(JSON.stringify(warnings)).not.toContain('secretly');
    expect(sent).toHaveLength(doors.length);
  });

  it('keeps an earlier turn as it was while memory is away', async () => {
    const memory = await twoUsers();
    let away = false;
    const flaky = {
      recall: (o: Parameters<Memory['recall']>[0]) => (away ? Promise.reject(new Error()) : memory.recall(o)),
    };
    const { sent, fetch } = recorder();
    const door = memoryFetch({ memory: flaky, scope: ANN, fetch });
    const first = { role: 'user', content: 'Where do I deploy to?' };
    const answer = { role: 'assistant', content: 'x' };
    await post(door, asks(first.content));
    away = true;
    await post(door, asks('How do I deploy to Frankfurt?', first, answer));
    away = false;
    const third = { role: 'user', content: 'How do I deploy to Frankfurt?' };
    await post(door, asks('So?', first, answer, third, answer));
    const said = sent.map(({ body }) => JSON.parse(body).messages as object[]);
    expect(said[1]?.slice(0, 2)).toEqual(said[0]);
    expect(said[2]?.slice(0, 4)).toEqual(said[1]);
  });

  it('never shows one user what another knows, and frames what is hostile', async () => {
    const memory = await twoUsers();
    const { sent, fetch } = recorder();
    const scope = ({ headers }: { headers: Headers }) => Scope.of({ user: headers.get('x-user') ?? undefined });
    const door = memoryFetch({ memory, scope, fetch });
    const users = Array.from({ length: 40 }, (_, i) => ['ann', 'bob', ''][i % 3] as string);
    await Promise.all(
      users.map((user) => post(door, asks('Where do I deploy to?'), CHAT, user ? { 'x-user': user } : {})),
    );
    expect(sent).toHaveLength(40);
    for (const { body, headers } of sent) {
      const user = headers.get('x-user');
      expect(body.includes('Frankfurt')).toBe(user === 'ann');
      expect(body.includes('Singapore')).toBe(user === 'bob');
      const content = JSON.parse(body).messages[1].content as string;
      expect(content.includes('<memory')).toBe(user !== null);
      if (user !== 'ann') continue;
      expect(content).toContain('previous instructions');
      expect(unframed(content)).toEqual([]);
    }
  });

  it('refuses misuse where it is made', async () => {
    const memory = await twoUsers();
    const wrong: [object, string][] = [
      [{ scope: ANN }, 'memory'],
      [{ memory }, 'scope'],
      [{ memory, scope: 'ann' }, 'scope'],
      [{ memory, scope: ANN, budget: 0 }, 'budget'],
      [{ memory, scope: ANN, limit: 1.5 }, 'limit'],
      [{ memory, scope: ANN, deadlineMs: 0 }, 'deadlineMs'],
      [{ memory, scope: ANN, conversation: '' }, 'conversation'],
      [{ memory, scope: ANN, tags: 'x' }, 'tags'],
      [{ memory, scope: ANN, placed: {} }, 'placed'],
      [{ memory, scope: ANN, fill: 'yes' }, 'fill'],
      [{ memory, scope: ANN, onWarning: 1 }, 'onWarning'],
    ];
    for (const [options, option] of wrong)
      expect(() => memoryFetch(options as never)).toThrow(expect.objectContaining({ option }));
  });
});
