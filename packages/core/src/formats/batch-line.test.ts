import { describe, expect, it } from 'vitest';
import { createHeadroom } from '../compress.js';
import { kitchenSinks } from '../testing/kitchen-sinks.js';
import { batchLine, formats } from './index.js';

describe('batch lines', () => {
  for (const format of formats)
    for (const key of ['body', 'params', 'request'])
      it(`hold a request of ${format.name} under ${key}`, () => {
        const { body } = kitchenSinks[format.name as keyof typeof kitchenSinks];
        const line = { custom_id: 'a', [key]: body };
        expect(batchLine.matches(line)).toBe(true);
        expect(formats.some((one) => one.matches(line))).toBe(false);
        const inner = [...format.blocks(body)];
        expect([...batchLine.blocks(line)]).toEqual(inner.map((block) => ({ ...block, at: [key, ...block.at] })));
      });

  it('are no other objects', () => {
    for (const line of [undefined, null, 5, [], {}, { body: 5 }, { body: { text: 'x' } }, { messages: [] }])
      expect(batchLine.matches(line)).toBe(false);
  });

  it('keep every byte outside the changed strings', async () => {
    const text = Array.from({ length: 300 }, (_, i) => `INFO request ${i} served in ${i % 7} ms`).join('\n');
    const before =
      '{"custom_id":"a" , "seed":1.0,"body": {"model":"gpt-4o","messages":[{"role":"tool","tool_call_id":"t","content":';
    const line = `${before}${JSON.stringify(text)}}]}}`;
    const { json, result } = await createHeadroom({ format: batchLine }).compressJson(line);
    expect(result?.compressed).toBe(true);
    expect(json.startsWith(before) && json.endsWith('}]}}') && json.length < line.length / 2).toBe(true);
  });
});
