import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeadroom } from '../src/index.js';

/** What a question says in full and rows say as a code. */
const asked = [
  ['North Dakota', 'ND'],
  ['West Virginia', 'WV'],
  ['Switzerland', 'CH'],
  ['Too Many Requests', '429'],
] as const;
const OTHERS = ['CA', 'TX', 'NY', 'FL', 'WA', 'DE', 'FR', '200', '200', '200'];

interface Order {
  readonly id: number;
  readonly where: string;
  readonly total: number;
}
const kinds = {
  csv: (orders: readonly Order[]) =>
    ['id,where,total', ...orders.map(({ id, where, total }) => `${id},${where},${total}`)].join('\n'),
  json: (orders: readonly Order[]) => JSON.stringify(orders),
  log: (orders: readonly Order[]) =>
    orders
      .map(({ id, where, total }, i) => {
        const clock = [10 + Math.floor(i / 3600), Math.floor(i / 60) % 60, i % 60].map((n) =>
          String(n).padStart(2, '0'),
        );
        return `2026-05-04T${clock.join(':')}Z INFO order id=${id} where=${where} total=${total}`;
      })
      .join('\n'),
};

describe('the asked word stays, also where data has its code', () => {
  it.each(Object.entries(kinds))(
    'in %s',
    async (_, print) => {
      let trimmed = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...asked),
          fc.integer({ min: 250, max: 600 }),
          fc.uniqueArray(fc.nat(249), { minLength: 1, maxLength: 4 }),
          async ([name, code], count, places) => {
            const orders = Array.from({ length: count }, (__, i) => ({
              id: 70_000 + i * 7,
              where: places.includes(i) ? code : OTHERS[(i * 7 + (i >> 3)) % OTHERS.length]!,
              total: 100 + ((i * 31) % 577),
            }));
            const result = await createHeadroom().compress([
              { role: 'user', content: `Which orders are about ${name}?` },
              {
                role: 'assistant',
                content: null,
                tool_calls: [{ id: 'c', type: 'function', function: { name: 'query', arguments: '{}' } }],
              },
              { role: 'tool', tool_call_id: 'c', content: print(orders) },
            ]);
            if (result.blocks.at(-1)?.outcome === 'trimmed') trimmed++;
            for (const place of places)
              expect(String(result.messages[2]?.content)).toContain(String(orders[place]!.id));
          },
        ),
        { numRuns: 40 },
      );
      expect(trimmed).toBeGreaterThan(20);
    },
    60_000,
  );
});
