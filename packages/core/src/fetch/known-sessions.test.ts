import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memory } from '../ccr/memory-store.js';
import { createHeadroom, type Headroom, readerOf } from '../compress.js';
import { Pieces } from '../edit/pieces.js';
import type { BodyReport } from '../http/body-report.js';
import { compressAfter } from '../http/compress-after.js';
import { followBody, unchanging } from '../http/compress-body.js';
import type { Dialect } from '../model/format.js';
import type { Store } from '../model/store.js';
import { DIALECTS, requests } from '../testing/requests.js';
import { type HeadroomFetchOptions, headroomFetch } from './headroom-fetch.js';

/**
 * What a door sends for a conversation that it has seen grow is, byte for byte, what one sends that sees it for the first time over
 * the same store: with edits in between, branches, two conversations in turns, other tools, models and options, and lost records.
 */

const PATHS: Readonly<Record<Dialect, string>> = {
  anthropic: '/v1/messages',
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  gemini: '/v1beta/models/gemini-2.5-pro:generateContent',
};

class Entries implements Store {
  constructor(readonly all = new Map<string, string>()) {}
  get(key: string): string | undefined {
    return this.all.get(key);
  }
  set(key: string, value: string): void {
    this.all.set(key, value);
  }
  delete(key: string): void {
    this.all.delete(key);
  }
}

/** What was sent before has its reasons and its licence no longer where it is read from a record. */
function shown(report: BodyReport | undefined) {
  if (!report || report.outcome === 'skipped') return report;
  const { blocks, ...rest } = report;
  return { ...rest, blocks: blocks.map(({ decisions: _, licence: __, ...block }) => block) };
}

type Form = 'text' | 'bytes' | 'pieces';

/** A body as a door gets it: pieces as they come over a connection. */
function inForm(text: string, form: Form, headroom: Headroom): unknown {
  if (form === 'text') return text;
  const bytes = new TextEncoder().encode(text);
  if (form === 'bytes') return unchanging(bytes);
  const follower = followBody(headroom);
  for (let at = 0, size = 1000; at < bytes.length; at += size, size = ((size * 7919) % 3000) + 1)
    follower?.push(bytes.slice(at, at + size));
  return follower?.end();
}

/** A client over a store that keeps the body as it is sent. */
function clientOver(store: Store, options: HeadroomFetchOptions) {
  let sent: unknown;
  let told: BodyReport | undefined;
  const headroom = createHeadroom({ store, minTokens: 20 });
  const fetch = headroomFetch({
    ...{ headroom, retrieve: true, record: true, tenant: 'a', ...options },
    onReport: (report) => {
      told = report;
    },
    fetch: async (_, init) => {
      sent = init?.body;
      return new Response('{}', { headers: { 'content-type': 'application/json' } });
    },
  });
  return async (path: string, given: string, form: Form) => {
    const body = inForm(given, form, headroom) as Uint8Array<ArrayBuffer>;
    await (await fetch(`https://api.example${path}`, { method: 'POST', body })).text();
    const bytes = sent instanceof Pieces ? sent.whole() : (sent as Uint8Array);
    const text = typeof sent === 'string' ? sent : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    return { text, told: shown(told) };
  };
}

const steps = fc.array(
  fc.record({
    which: fc.nat(1),
    more: fc.integer({ min: -1, max: 3 }),
    change: fc.oneof(
      { weight: 5, arbitrary: fc.constant('none' as const) },
      { weight: 2, arbitrary: fc.constantFrom('tools', 'model', 'early', 'late', 'compacted', 'spaces') },
    ),
    next: fc.oneof(
      { weight: 6, arbitrary: fc.constant('nothing' as const) },
      { weight: 1, arbitrary: fc.constantFrom('lose', 'restart') },
    ),
  }),
  { minLength: 3, maxLength: 9 },
);

const PADDING = 'You are careful and say what you have seen. '.repeat(120);

const wires = [
  ...DIALECTS.map((dialect) => ({
    ...{ wire: dialect as string, dialect, path: PATHS[dialect] },
    written: (body: object): object => body,
  })),
  {
    ...{ wire: "gemini in Code Assist's envelope", dialect: 'gemini' as const, path: '/v1internal:generateContent' },
    written: (body: object) => ({ model: 'gemini-3-pro', project: 'p', request: body, user_prompt_id: 'u' }),
  },
];

describe.each(wires)('a conversation of $wire that a door knows', ({ dialect, path: address, written }) => {
  for (const form of ['text', 'bytes', 'pieces'] as const) {
    it(`is sent as by a door that sees it for the first time, as ${form}`, async () => {
      let shorter = 0;
      await fc.assert(
        fc.asyncProperty(requests(dialect), requests(dialect), steps, async (one, other, path) => {
          const entries = new Entries();
          let grown = clientOver(entries, {});
          const lengths = [1, 1];
          for (const { which, more, change, next } of path) {
            const { messagesKey, body, length } = which === 0 ? one : other;
            const reached = Math.max(1, Math.min(length, (lengths[which] ?? 1) + more));
            lengths[which] = reached;
            const list = structuredClone((body[messagesKey] as unknown[]).slice(0, reached));
            if (change === 'early') list[0] = alteredIn(list[0]);
            if (change === 'late') list[reached - 1] = alteredIn(list[reached - 1]);
            if (change === 'compacted') list.splice(1, reached - 2);
            const tools = change === 'tools' ? { tools: [] } : {};
            const model = change === 'model' ? { model: 'gpt-4.1' } : {};
            const padded = { metadata: { note: PADDING }, ...body, [messagesKey]: list, ...tools, ...model };
            const text = JSON.stringify(written(padded), null, change === 'spaces' ? 1 : 0);
            const before = new Entries(new Map(entries.all));
            const now = await grown(address, text, form);
            expect(now).toEqual(await clientOver(before, {})(address, text, form));
            if (now.text.length < text.length) shorter++;
            if (next === 'lose') for (const key of entries.all.keys()) if (key.startsWith('sent-')) entries.delete(key);
            if (next === 'restart') grown = clientOver(entries, {});
          }
        }),
        { numRuns: 100 },
      );
      expect(shorter).toBeGreaterThan(5);
    }, 240_000);
  }
});

describe('a conversation in frames', () => {
  it('is sent as by a door that sees it for the first time', async () => {
    await fc.assert(
      fc.asyncProperty(requests('openai-responses'), fc.array(fc.nat(3), { minLength: 2 }), async (request, grows) => {
        const items = request.body.input as readonly unknown[];
        const grown = createHeadroom({ minTokens: 20, store: memory() });
        for (let from = 0, turn = 0; turn < grows.length && from < items.length; turn++) {
          const to = from + 1 + (grows[turn] ?? 0);
          const frame = { type: 'response.create', previous_response_id: 'r', input: items.slice(from, to) };
          const send = (engine: typeof grown) =>
            compressAfter(engine, JSON.stringify(frame), items.slice(0, from), { tenant: 'a' });
          expect((await send(grown)).json).toBe((await send(createHeadroom({ minTokens: 20 }))).json);
          from = to;
        }
      }),
      { numRuns: 100 },
    );
  }, 120_000);
});

describe('tenants', () => {
  it('share nothing of what is remembered of a conversation', async () => {
    const text = JSON.stringify({
      model: 'claude-sonnet-4-5',
      max_tokens: 9,
      system: PADDING,
      messages: [{ role: 'user', content: 'Hello' }],
    });
    const [one, other] = [createHeadroom(), createHeadroom()];
    const request = JSON.parse(text) as object;
    await one.compress(request);
    const [first, second] = [one, other].map((engine) => readerOf(engine, {})?.read(text));
    expect(first?.entries[0]).toEqual(second?.entries[0]);
    expect(first?.entries[0]).not.toBe(second?.entries[0]);
  });
});

/** The same entry with another word in it. */
function alteredIn(entry: unknown): unknown {
  return JSON.parse(JSON.stringify(entry).replace(/"(text|content|output)":"(?=[^"])/, '"$1":"Altered: ')) as unknown;
}
