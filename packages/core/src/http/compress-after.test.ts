import { describe, expect, it } from 'vitest';
import { createHeadroom } from '../compress.js';
import { headroomFetch } from '../fetch/headroom-fetch.js';
import { compressAfter } from './compress-after.js';

const rows = (seed: number) =>
  JSON.stringify(
    Array.from({ length: 150 }, (_, id) => ({
      id,
      host: `node-${(id + seed) % 7}`,
      load: (id * (7919 + seed)) % 97,
      state: id === 71 ? 'lost' : 'fine',
    })),
  );
const call = (id: string) => ({ type: 'function_call', call_id: id, name: 'list', arguments: '{}' });
const output = (id: string, text: string) => ({ type: 'function_call_output', call_id: id, output: text });
const said = { role: 'user', content: 'Which node is lost?' };

describe('compressAfter', () => {
  it('gives new items as they would be at the end of the whole history, and every other byte as it was', async () => {
    const engine = createHeadroom({ retrieval: 'tool' });
    const owner = { tenant: 't' };
    const frames = [
      { before: [], input: [said] },
      { before: [said, call('a')], input: [output('a', rows(1))] },
      {
        before: [said, call('a'), output('a', rows(1)), call('b')],
        input: [output('b', rows(2)), { role: 'user', content: 'and now?' }],
      },
    ];
    const sent: unknown[] = [];
    for (const { before, input } of frames) {
      const text = `{ "type":"response.create",\t"seed": 1e400, "input":${JSON.stringify(input)}, "previous_response_id":"r" }`;
      const { json, input: whole } = await compressAfter(engine, text, before, owner, { model: 'gpt-5' });
      expect(whole).toEqual([...before, ...input]);
      expect(json.startsWith('{ "type":"response.create",\t"seed": 1e400, "input":[')).toBe(true);
      expect(json.endsWith('], "previous_response_id":"r" }')).toBe(true);
      sent.push(...JSON.parse(json.replace('1e400', '0')).input);
    }
    expect(JSON.stringify(sent)).toContain('with hash=');
    let all: { input: unknown[] } = { input: [] };
    const fetch = headroomFetch({
      headroom: createHeadroom({ retrieval: 'tool' }),
      retrieval: 'tool',
      record: true,
      tenant: 't',
      fetch: async (_, init) => {
        all = JSON.parse(String(init?.body));
        return new Response('{}');
      },
    });
    const last = frames[2] as (typeof frames)[number];
    const body = JSON.stringify({ model: 'gpt-5', input: [...last.before, ...last.input] });
    await fetch('https://api.example/v1/responses', { method: 'POST', body });
    expect(all.input.filter((item) => !JSON.stringify(item).includes('"function_call"'))).toEqual(sent);
  });

  it('reads a request inside a frame, and leaves what it cannot read', async () => {
    const engine = createHeadroom();
    const nested = JSON.stringify({
      type: 'response.create',
      response: { model: 'gpt-5', input: [said, call('a'), output('a', rows(1))] },
    });
    const { json } = await compressAfter(engine, nested, [], {});
    expect(JSON.parse(json).response.input[2].output.length).toBeLessThan(rows(1).length / 2);
    for (const odd of ['', '[]', '{"input":7}', 'nothing', '{"input":"words"}'])
      expect((await compressAfter(engine, odd, [said], {})).json).toBe(odd);
  });
});
