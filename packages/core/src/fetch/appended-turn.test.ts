import { afterEach, describe, expect, it, vi } from 'vitest';
import { memory } from '../ccr/memory-store.js';
import { createHeadroom } from '../compress.js';
import type { Pieces } from '../edit/pieces.js';
import { followBody } from '../http/compress-body.js';
import { headroomFetch } from './headroom-fetch.js';

/**
 * A request that says again what was said costs what is new in it: counted in what is parsed, decoded and looked at of all that was read,
 * and not in time, which a busy machine makes of anything.
 */

const parse = JSON.parse;
afterEach(() => vi.restoreAllMocks());

/** Counts each look at anything that was parsed, and the characters that were. */
function counting() {
  const counts = { looks: 0, parsed: 0 };
  const watched = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    for (const [key, inner] of Object.entries(value)) (value as Record<string, unknown>)[key] = watched(inner);
    return new Proxy(value, {
      get(target, key, self) {
        counts.looks++;
        return Reflect.get(target, key, self);
      },
      ownKeys(target) {
        counts.looks++;
        return Reflect.ownKeys(target);
      },
    });
  };
  vi.spyOn(JSON, 'parse').mockImplementation((text: string) => {
    counts.parsed += text.length;
    return watched(parse(text));
  });
  return counts;
}

const log = (seed: number) =>
  Array.from({ length: 40 }, (_, i) => `12:00:${i % 60} INFO worker-${i % 4} took job ${i * seed} in ${i * 7} ms`).join(
    '\n',
  );

function turnsOf(name: string, count: number): object[] {
  const turn = (n: number) => [
    {
      role: 'assistant',
      content: [{ type: 'tool_use', id: `toolu_${name}0123456789${n}`, name: 'Bash', input: { command: `run ${n}` } }],
    },
    {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: `toolu_${name}0123456789${n}`, content: log(n + 3) }],
    },
  ];
  return [
    { role: 'user', content: `What happened to ${name}?` },
    ...Array.from({ length: count }, (_, n) => turn(n)).flat(),
  ];
}

const bodyOf = (messages: readonly object[]) => ({
  ...{ model: 'claude-sonnet-4-5', max_tokens: 9, system: 'You are careful. '.repeat(400) },
  tools: [{ name: 'Bash', input_schema: { type: 'object' } }],
  messages,
});

/** A door that is given its bodies as they come over a connection. */
function doorOf() {
  const engine = createHeadroom({ store: memory(), minTokens: 50 });
  const sent: Pieces[] = [];
  const fetch = headroomFetch({
    ...{ headroom: engine, retrieve: true, record: true, tenant: 'a' },
    fetch: async (_, init) => {
      sent.push(init?.body as unknown as Pieces);
      return new Response('{}', { headers: { 'content-type': 'application/json' } });
    },
  });
  const ask = async (messages: readonly object[], conversation?: string) => {
    const bytes = new TextEncoder().encode(JSON.stringify(bodyOf(messages)));
    const follower = followBody(engine);
    for (let at = 0; at < bytes.length; at += 65_536) follower?.push(bytes.slice(at, at + 65_536));
    const headers = conversation === undefined ? {} : { 'x-headroom-conversation': conversation };
    const body = follower?.end() as unknown as Uint8Array<ArrayBuffer>;
    await fetch('https://api.anthropic.com/v1/messages', { method: 'POST', body, headers });
    return (body as unknown as Pieces).length;
  };
  return { ask, sent };
}

const SAID = [
  { role: 'assistant', content: 'I have read that.' },
  { role: 'user', content: 'Go on.' },
];

describe('an appended turn', () => {
  it('is parsed and looked at by itself, however long the conversation is', async () => {
    const costs: (typeof counts)[] = [];
    const counts = counting();
    for (const length of [20, 200]) {
      const { ask, sent } = doorOf();
      const messages = turnsOf('a', length);
      const size = await ask(messages);
      expect(counts.parsed).toBeGreaterThan(size);
      // The tail of the first request is the end of its list.
      await ask([...messages, ...SAID]);
      Object.assign(counts, { looks: 0, parsed: 0 });
      await ask([...messages, ...SAID, ...SAID]);
      costs.push({ ...counts });
      const [, before, now] = sent as [Pieces, Pieces, Pieces];
      // What was sent of it is sent from the same memory, and is shorter than what came.
      expect(now.parts[1]?.buffer).toBe(before.parts[1]?.buffer);
      expect(now.length).toBeLessThan(size);
    }
    const [short, long] = costs as [typeof counts, typeof counts];
    expect(long.parsed).toBe(short.parsed);
    expect(long.parsed).toBeLessThan(2000);
    expect(long.looks).toBeLessThan(short.looks + 20);
  });

  it('costs no more where other conversations of the same agent are under way', async () => {
    const counts = counting();
    const { ask } = doorOf();
    const [one, other] = [turnsOf('a', 60), turnsOf('b', 60)];
    await ask(one, 'first');
    await ask(other, 'second');
    await ask([...one, ...SAID], 'first');
    Object.assign(counts, { looks: 0, parsed: 0 });
    await ask([...other, ...SAID], 'second');
    await ask([...one, ...SAID, ...SAID], 'first');
    expect(counts.parsed).toBeLessThan(4000);
    expect(counts.looks).toBeLessThan(1500);
  });
});
