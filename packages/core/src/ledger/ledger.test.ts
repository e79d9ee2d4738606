import { describe, expect, it } from 'vitest';
import { memory } from '../ccr/memory-store.js';
import type { BlockReport } from '../model/report.js';
import { createLedger } from './ledger.js';
import { PRICES, PRICES_DATE, priceOf } from './prices.js';

const block = (tool: string, compressor: string, before: number, after: number, outcome = 'trimmed') =>
  ({
    at: [],
    turn: 0,
    role: 'tool',
    tool,
    compressor,
    outcome,
    tokensBefore: before,
    tokensAfter: after,
    decisions: [],
  }) as BlockReport;
const DAY = 86_400_000;

describe('ledger', () => {
  it('sums by day, tool, compressor and door, over all who share the store', async () => {
    const store = memory({ maxEntries: 10 });
    let now = Date.parse('2026-03-01T23:00:00Z');
    const one = createLedger({ store, now: () => now });
    const two = createLedger({ store, now: () => now });
    one.record(
      {
        blocks: [
          block('Bash', 'log', 1000, 200),
          block('Read', 'code', 500, 300),
          block('Read', 'code', 50, 50, 'kept'),
        ],
      },
      { model: 'gpt-4o', door: 'proxy' },
    );
    await one.flush();
    two.record(
      { blocks: [block('Bash', 'log', 3000, 1000, 'packed')] },
      { model: 'openai/gpt-4o-2024-11-20', door: 'mcp' },
    );
    two.recordRetrieval(100, { model: 'gpt-4o', door: 'mcp' });
    await two.flush();
    now += DAY;
    one.record({ blocks: [block('Bash', 'diff', 10, 5)] }, { door: 'proxy' });
    const report = await two.report();
    await one.flush();
    const all = await two.report();
    expect(report.total).toMatchObject({
      texts: 3,
      tokensBefore: 4500,
      tokensAfter: 1500,
      tokensSaved: 3000,
      retrievals: 1,
      tokensRetrieved: 100,
    });
    expect(report.total.dollars).toBeCloseTo(((3000 - 100) * 2.5) / 1e6, 10);
    expect(all.total.tokensSaved).toBe(3005);
    expect(all.tools.Bash).toMatchObject({ texts: 3, tokensSaved: 2805 });
    expect(all.compressors.log?.tokensSaved).toBe(2800);
    expect(Object.keys(all.days)).toEqual(['2026-03-01', '2026-03-02']);
    expect(all.days['2026-03-02']?.dollars).toBe(undefined);
    expect(all.doors).toMatchObject({ mcp: { texts: 1 }, proxy: { texts: 3 } });
    expect(all.pricesDate).toBe(PRICES_DATE);
    expect((await two.report({ days: 1 })).total.tokensSaved).toBe(5);
  });

  it('loses no count of writers at once', async () => {
    const store = memory();
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const ledger = createLedger({ store });
        for (let i = 0; i < 10; i++) {
          ledger.record({ blocks: [block('Bash', 'log', 10, 4)] });
          await ledger.flush();
        }
      }),
    );
    expect((await createLedger({ store }).report()).total).toMatchObject({ texts: 80, tokensSaved: 480 });
  });

  it('keeps what it could not write', async () => {
    const inside = memory();
    let away = true;
    const group = inside.group('ledger');
    const store = Object.assign(Object.create(inside), {
      group: () => ({
        get: async (key: string) => {
          if (away) throw new Error('away');
          return group.get(key);
        },
        put: (...args: Parameters<typeof group.put>) => group.put(...args),
        list: () => group.list(),
      }),
    });
    const ledger = createLedger({ store });
    ledger.record({ blocks: [block('Bash', 'log', 10, 4)] });
    await expect(ledger.flush()).rejects.toThrow('away');
    away = false;
    expect((await ledger.report()).total.tokensSaved).toBe(6);
  });

  it('prices a model by the longest name that fits', () => {
    const prices = { 'gpt-4o': 2.5, 'gpt-4o-mini': 0.15 };
    expect(
      ['gpt-4o', 'gpt-4o-mini-2024', 'azure/gpt-4o-x', 'gpt-4', 'gpt-4omni'].map(
        (model) => priceOf(model, prices)?.input,
      ),
    ).toEqual([2.5, 0.15, 2.5, undefined, undefined]);
    const versions = ['claude-opus-4-20250514', 'claude-opus-4-5', 'claude-opus-4-8', 'claude-opus-4-5-20251101'];
    expect(versions.map((model) => priceOf(model, PRICES)?.input)).toEqual([15, 5, undefined, 5]);
  });

  it('says what stayed whole and why, each text once, in lines that earlier versions read as empty', async () => {
    const store = memory();
    const ledger = createLedger({ store });
    const left = (reason: string, tokens: number, role = 'tool') =>
      ({
        ...block('Read', '', tokens, tokens, 'kept'),
        role,
        decisions: [{ pass: 'p', action: 'kept', reason }],
      }) as BlockReport;
    const blocks = [
      left('small', 9),
      left('no_saving', 700),
      left('working_copy', 400),
      left('user_message', 50, 'user'),
    ];
    ledger.record({ blocks }, { door: 'claude-code' });
    ledger.record({ blocks }, { door: 'claude-code' });
    const report = await ledger.report();
    expect(report.left).toEqual({
      small: { texts: 1, tokens: 9 },
      dense: { texts: 1, tokens: 700 },
      edited: { texts: 1, tokens: 400 },
    });
    expect(report.doors['claude-code']).toMatchObject({ texts: 0, tokensSaved: 0, textsLeft: 3, tokensLeft: 1109 });
    for (const { note } of await store.group('ledger').list())
      expect((JSON.parse(note) as number[]).slice(0, 6)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('books what was asked back under the tool, the kind and the agent it came from', async () => {
    const store = memory();
    const ledger = createLedger({ store });
    ledger.record(
      { blocks: [{ ...block('Bash', 'log', 900, 100), hash: 'abc' }] },
      { door: 'claude-code', model: 'gpt-4o' },
    );
    ledger.recordRetrieval(80, { door: 'mcp', hash: 'abc' });
    ledger.recordRetrieval(7, { door: 'mcp', hash: 'unknown' });
    const { tools, compressors, doors, total } = await ledger.report();
    expect(tools.Bash).toMatchObject({ retrievals: 1, tokensRetrieved: 80 });
    expect(compressors.log).toMatchObject({ retrievals: 1 });
    expect(doors).toMatchObject({ 'claude-code': { tokensRetrieved: 80 }, mcp: { tokensRetrieved: 7 } });
    expect(total.dollars).toBeCloseTo(((800 - 80) * 2.5) / 1e6, 10);
    expect(JSON.stringify(await store.group('ledger').list())).not.toMatch(/abc|unknown/);
  });
});
