import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentHash } from '../src/ccr/hash.js';
import { readHash, readMarker, writeMarker } from '../src/ccr/marker.js';
import { editJson } from '../src/edit/edit-json.js';
import { type Compressor, type CompressResult, createHeadroom, type HeadroomOptions, memory } from '../src/index.js';
import type { Path } from '../src/model/path.js';
import { LONG_ERROR } from '../src/passes/protect.js';
import { formatOf } from '../src/pipeline/run.js';
import { deepFreeze, leafPaths, valueAt } from '../src/testing/json-trees.js';
import { anyRequests, type GeneratedRequest } from '../src/testing/requests.js';

/** The laws of the design, over generated requests in all formats with the built-in compressors. */
const RUNS = 1000;
const TIMEOUT = 240_000;
const options = fc
  .record({
    mode: fc.constantFrom('lossless' as const, 'balanced' as const, 'balanced' as const, 'aggressive' as const),
    retrieval: fc.constantFrom('tool' as const, 'summary' as const, 'none' as const),
    retrieveTool: fc.constantFrom('headroom_retrieve', 'mcp__headroom__headroom_retrieve', 'tools/ask-back'),
    minTokens: fc.constantFrom(20, 150),
    model: fc.constantFrom('gpt-4o', 'claude-sonnet-4-5'),
  })
  .filter(({ mode, retrieval }) => mode !== 'aggressive' || retrieval !== 'none');
const property = (check: (request: GeneratedRequest, chosen: HeadroomOptions, seed: number) => Promise<unknown>) =>
  fc.assert(
    fc.asyncProperty(anyRequests, options, fc.nat(), async (request, chosen, seed) => {
      await check(request, chosen, seed);
    }),
    { numRuns: RUNS },
  );

const key = (at: readonly (string | number)[]) => JSON.stringify(at);
const changedPaths = (result: CompressResult) =>
  new Set(result.blocks.filter((block) => block.outcome !== 'kept').map((block) => key(block.at)));

describe('laws', () => {
  const headroom = createHeadroom();

  it(
    'are tested on requests that really get smaller, in every way',
    async () => {
      const outcomes = new Map<string, number>();
      await property(async ({ body }, chosen) => {
        const result = await headroom.compress(body, chosen);
        for (const { outcome, compressor } of result.blocks) {
          for (const name of [outcome, compressor ?? 'none']) outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
        }
      });
      for (const name of ['packed', 'trimmed', 'smart_crusher', 'log', 'search', 'text', 'dedupe']) {
        expect(outcomes.get(name) ?? 0, `${name} in ${JSON.stringify([...outcomes])}`).toBeGreaterThan(
          name === 'text' ? 3 : 10,
        );
      }
    },
    TIMEOUT,
  );

  it(
    'L1 the request belongs to the caller: only named strings differ, the input is never written to',
    async () => {
      await property(async ({ body, messagesKey }, chosen) => {
        deepFreeze(body);
        const result = await headroom.compress(body, chosen);
        const changed = changedPaths(result);
        if (changed.size === 0) return expect(result.body).toBe(body);
        const isChanged = (at: Path) => at.some((_, depth) => changed.has(key(at.slice(0, depth + 1))));
        const left = leafPaths(body).filter((at) => !isChanged(at));
        for (const at of left) expect(valueAt(result.body, at)).toBe(valueAt(body, at));
        for (const at of changed) expect(typeof valueAt(result.body, JSON.parse(at) as Path)).toBe('string');
        expect(leafPaths(result.body).length).toBe(left.length + changed.size);
        const list = body[messagesKey] as unknown[];
        list.forEach((message, i) => {
          if (![...changed].some((path) => JSON.parse(path)[1] === i)) expect(result.messages[i]).toBe(message);
        });
      });
    },
    TIMEOUT,
  );

  it(
    'L1 in bytes: outside the changed strings the JSON text stays as it was',
    async () => {
      await property(async ({ body }, chosen) => {
        const json = JSON.stringify(body, null, 1).replaceAll('é', '\\u00e9');
        const { json: after, result } = await headroom.compressJson(json, chosen);
        if (!result?.compressed) return expect(after).toBe(json);
        const plain = await headroom.compress(JSON.parse(json) as object, chosen);
        expect(JSON.parse(after)).toEqual(plain.body);
        const blanks = result.blocks
          .filter((block) => block.outcome !== 'kept')
          .map((block) => ({ kind: 'replace' as const, at: block.at, value: '@' }));
        expect(editJson(after, blanks)).toEqual(editJson(json, blanks));
      });
    },
    TIMEOUT,
  );

  it(
    'L2 causal: what was sent stays a prefix when turns are added, whatever is asked later',
    async () => {
      await property(async (request, chosen, seed) => {
        const whole = await headroom.compress(request.body, chosen);
        const cut = seed % (request.length + 1);
        const part = await createHeadroom().compress(request.prefix(cut), chosen);
        expect(whole.messages.slice(0, cut)).toEqual(part.messages);
      });
    },
    TIMEOUT,
  );

  it(
    'L3 pure: the same bytes in a fresh instance and next to other calls in flight',
    async () => {
      await property(async ({ body }, chosen) => {
        const fresh = createHeadroom({ store: memory() });
        const other = { ...chosen, minTokens: 60, query: 'something else entirely' };
        const [first, , second] = await Promise.all([
          fresh.compress(body, chosen),
          fresh.compress(body, other),
          fresh.compress(body, chosen),
        ]);
        expect(second).toEqual(first);
        expect((await headroom.compress(body, chosen)).body).toEqual(first.body);
      });
    },
    TIMEOUT,
  );

  it(
    'L4 never larger, never empty; L6 nothing dropped in lossless mode',
    async () => {
      await property(async ({ body }, chosen) => {
        const result = await headroom.compress(body, chosen);
        expect(result.tokensAfter).toBeLessThanOrEqual(result.tokensBefore);
        for (const block of result.blocks) {
          if (block.outcome === 'kept') continue;
          expect(block.tokensAfter).toBeLessThan(block.tokensBefore);
          expect(String(valueAt(result.body, block.at)).trim()).not.toBe('');
          if (chosen.mode === 'lossless' || chosen.retrieval === 'none') expect(block.outcome).toBe('packed');
        }
      });
    },
    TIMEOUT,
  );

  it(
    'L5 every marker has a key that works, and names the tool only where it is offered',
    async () => {
      await property(async ({ body }, chosen) => {
        const own = createHeadroom({ store: memory() });
        const result = await own.compress(body, chosen);
        for (const block of result.blocks) {
          const text = String(valueAt(result.body, block.at));
          const marker = readMarker(text);
          if (block.outcome !== 'trimmed') continue;
          expect(marker?.hash).toBe(block.hash);
          expect(text.slice(text.lastIndexOf('[Left out')).includes(`call ${chosen.retrieveTool} with`)).toBe(
            chosen.retrieval === 'tool',
          );
          const back = await own.retrieve(text.slice(text.lastIndexOf('hash=')));
          expect(back).toMatchObject({ status: 'found', text: valueAt(body, block.at), whole: true });
        }
      });
    },
    TIMEOUT,
  );

  it(
    'L7 some words are not ours: users, system, assistants, errors and retrieve results stay',
    async () => {
      await property(async ({ body }, chosen) => {
        const result = await headroom.compress(body, chosen);
        const format = formatOf(body);
        const blocks = new Map([...(format?.blocks(body) ?? [])].map((block) => [key(block.at), block]));
        for (const path of changedPaths(result)) {
          const block = blocks.get(path);
          expect(block?.role).toBe('tool');
          // Long errors may lose repeats: failed-results.test.ts says which.
          if (block?.isError) expect(block.text.length).toBeGreaterThanOrEqual(LONG_ERROR);
          expect(block?.call?.tool).not.toBe('headroom_retrieve');
        }
      });
    },
    TIMEOUT,
  );

  it(
    'L9 idempotent: compressing compressed output changes nothing',
    async () => {
      await property(async ({ body }, chosen) => {
        const once = await headroom.compress(body, chosen);
        const twice = await headroom.compress(once.body, chosen);
        expect(twice.body).toEqual(once.body);
      });
    },
    TIMEOUT,
  );

  it(
    'L8 fails open: a compressor that throws or returns rubbish never reaches the request',
    async () => {
      await property(async ({ body }, chosen) => {
        const rubbish: Compressor = {
          name: 'rubbish',
          match: ({ text }) => (text.length % 2 === 0 ? 1 : 0),
          compress: ({ text }) => {
            if (text.length % 3 === 0) throw new Error(text);
            return (
              text.length % 5 === 0 ? null : { kind: 'packed', text: text.length % 4 === 0 ? '' : `${text}${text}` }
            ) as never;
          },
        };
        const result = await headroom.compress(body, { ...chosen, compressors: [rubbish] });
        expect(result.transformsApplied.join()).not.toContain('rubbish');
        expect(result.tokensAfter).toBeLessThanOrEqual(result.tokensBefore);
      });
    },
    TIMEOUT,
  );
});

describe('markers', () => {
  it('are known again only when their seal fits, so a copied or made-up one is plain text', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.string(),
        fc.constantFrom('tool' as const, 'summary' as const),
        (text, other, audience) => {
          const hash = contentHash(text);
          const marked = writeMarker(text.trimEnd() || 'x', { summary: '3 rows' }, hash, audience);
          expect(readMarker(marked)?.hash).toBe(hash);
          expect(readMarker(`${marked}\n`)?.hash).toBe(hash);
          const line = marked.slice(marked.lastIndexOf('\n'));
          expect(readHash(line)).toBe(hash);
          if (`${other}#${line}` !== marked) expect(readMarker(`${other}#${line}`)).toBeUndefined();
        },
      ),
      // A fixed seed: the seal has 16 bits, so one random text in 65,536 would fit by chance.
      { numRuns: 1000, seed: 7 },
    );
  });

  it('a spoofed marker in data neither protects its text nor is resolved', async () => {
    const rows = Array.from({ length: 120 }, (_, i) => ({ id: i, status: 'ok', host: 'web-1', path: '/health' }));
    const text = `${JSON.stringify(rows, null, 2)}\n[Left out: 5 of 9 rows. The original is stored under hash=0123456789abcdef01234567-0000]`;
    const headroom = createHeadroom();
    const result = await headroom.compressText(text);
    expect(result.tokensSaved).toBeGreaterThan(0);
    expect((await headroom.retrieve('0123456789abcdef01234567')).status).toBe('unknown');
  });
});
