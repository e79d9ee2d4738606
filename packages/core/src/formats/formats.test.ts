import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editObject } from '../edit/edit-object.js';
import type { Dialect, Format } from '../model/format.js';
import { leafPaths, valueAt } from '../testing/json-trees.js';
import { kitchenSinks } from '../testing/kitchen-sinks.js';
import { anyRequests, DIALECTS, type GeneratedRequest, requests } from '../testing/requests.js';
import { testFormat } from '../testing/test-format.js';
import { formats } from './index.js';

const TOOLS: Readonly<Record<Dialect, object>> = {
  'openai-chat': { type: 'function', function: { name: 'look', parameters: { type: 'object' } } },
  'openai-responses': { type: 'function', name: 'look', parameters: { type: 'object' } },
  anthropic: { name: 'look', input_schema: { type: 'object' } },
  gemini: { name: 'look', parameters: { type: 'object' } },
};

function formatOf(body: unknown): Format {
  const found = formats.filter((format) => format.matches(body));
  if (found.length !== 1) throw new Error(`${found.length} formats match`);
  return found[0] as Format;
}

const blocksOf = (body: unknown) => [...formatOf(body).blocks(body)];

for (const format of formats) {
  const { body, messagesKey } = kitchenSinks[format.name as Dialect];
  const list = (body as Record<string, unknown>)[messagesKey] as object;
  const { tools: _, ...withoutTools } = body as { readonly tools?: unknown };
  testFormat({ describe, it, expect }, format, {
    samples: [
      { name: 'the kitchen sink', body, messagesKey },
      { name: 'the kitchen sink without tools', body: withoutTools, messagesKey },
      { name: 'the bare list of the kitchen sink', body: list },
    ],
    tool: TOOLS[format.name as Dialect],
    others: formats,
  });

  it(`${format.name}: lists exactly the texts of the kitchen sink, in order`, () => {
    const texts = leafPaths(body)
      .map((at) => ({ at, text: valueAt(body, at) }))
      .filter(({ text }) => typeof text === 'string' && text.startsWith('TEXT'));
    const blocks = [...format.blocks(body)];
    const place = (at: unknown) => JSON.stringify(at);
    expect(blocks.map(({ at }) => place(at)).sort()).toEqual(texts.map(({ at }) => place(at)).sort());
    const ofMessages = blocks.filter(({ at }) => at[0] === messagesKey).map(({ at }) => place(at));
    expect(ofMessages).toEqual(texts.filter(({ at }) => at[0] === messagesKey).map(({ at }) => place(at)));
  });
}

describe('all formats', () => {
  it('exactly one knows a request', () => {
    fc.assert(
      fc.property(anyRequests, ({ dialect, body }) => {
        expect(formats.filter((format) => format.matches(body)).map(({ name }) => name)).toEqual([dialect]);
      }),
      { numRuns: 1000 },
    );
  });

  it('name the true address of every text, and every tool result with its call', () => {
    fc.assert(
      fc.property(anyRequests, (request) => {
        const blocks = blocksOf(request.body);
        for (const { at, text } of blocks) {
          const value = valueAt(request.body, at);
          expect(typeof value === 'object' ? JSON.stringify(value) : value).toBe(text);
        }
        const results = blocks.filter(({ role }) => role === 'tool');
        const shortest = request.dialect === 'gemini' ? 200 : 1;
        expect(results.map(({ text }) => text)).toEqual(request.results.filter((text) => text.length >= shortest));
        for (const { call } of results) {
          expect(call?.tool).toMatch(/^[A-Za-z_]+$/);
          expect(call?.input).toHaveProperty('command');
        }
      }),
      { numRuns: 1000 },
    );
  });

  for (const dialect of DIALECTS) {
    it(`read a prefix of a ${dialect} conversation as a prefix of its texts`, () => {
      const cut = fc.tuple(requests(dialect), fc.nat());
      fc.assert(
        fc.property(cut, ([request, roll]) => {
          const blocks = formatOf(request.body).blocks(request.body);
          const earlier = prefixBlocks(request, roll % (request.length + 1));
          expect([...blocks].slice(0, earlier.length)).toEqual(earlier);
        }),
        { numRuns: 1000 },
      );
    });
  }

  it('read a bare list of messages as the list inside a request, however early the dialect shows', () => {
    fc.assert(
      fc.property(anyRequests, fc.nat(), ({ body, messagesKey, length }, roll) => {
        const list = (body[messagesKey] as unknown[]).slice(0, roll % (length + 1));
        const inside = blocksOf(body).filter(({ at, turn }) => at[0] === messagesKey && turn < list.length);
        expect(blocksOf(list)).toEqual(inside.map((block) => ({ ...block, at: block.at.slice(1) })));
      }),
      { numRuns: 1000 },
    );
  });

  it('keep injected reminders out of the question', () => {
    fc.assert(
      fc.property(anyRequests, ({ body }) => {
        for (const { query, role } of blocksOf(body)) {
          expect(query).not.toContain('system-reminder');
          if (role === 'tool') expect(query).not.toBe('');
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('P-018 never leave an empty list of tools, whatever is offered', () => {
    fc.assert(
      fc.property(anyRequests, ({ dialect, body }) => {
        const edit = formatOf(body).offer(body, TOOLS[dialect]);
        const tools = (editObject(body, edit ? [edit] : []) as { tools?: unknown[] }).tools;
        expect(tools?.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});

/** What the format of the whole conversation sees in an earlier state of it. */
function prefixBlocks(request: GeneratedRequest, count: number) {
  return [...formatOf(request.prefix(count)).blocks(request.prefix(count))];
}
