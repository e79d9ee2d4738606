import { describe, expect, it } from 'vitest';
import { memory } from '../ccr/memory-store.js';
import { RETRIEVE_TOOL } from '../ccr/tool.js';
import type { Json } from '../tool-loop/scripted-client.fixture.js';
import { scriptedResponse } from '../tool-loop/scripted-provider.fixture.js';
import { headroomFetch } from './headroom-fetch.js';
import { respell } from './respell.js';

describe('respell', () => {
  const body =
    '\ufeff{ "b": 1.0, "list": [ {"n":12345678901234567890,"s":"\\u00e9","parts":[ {"x":1e2}, {"y": 0.10} ]}, {"k":-0} ],\n "a":{"z":1,"y":2.50} }';
  const value = JSON.parse(body.slice(1)) as Json;

  it('keeps every byte but for what is put together anew, and spells its pieces as they were', () => {
    const [first, second] = value.list;
    const list = [{ new: true }, { ...first, parts: [first.parts[1], 'more', first.parts[0]] }, second];
    expect(respell(body, value, { ...value, list })).toBe(
      '\ufeff{ "b": 1.0, "list": [{"new":true},{"n":12345678901234567890,"s":"\\u00e9","parts":[{"y": 0.10},"more",{"x":1e2}]},{"k":-0}],\n "a":{"z":1,"y":2.50} }',
    );
    expect(respell(body, value, value)).toBe(body);
    const more = { ...value, list: [...value.list, 1], tools: [2] };
    expect(respell(body, value, more)).toBe(
      body.replace('{"k":-0} ]', '{"k":-0},1 ]').replace('2.50} }', '2.50},"tools":[2] }'),
    );
  });

  it('takes bytes, and a key twice counts as its last', () => {
    const twice = '{"a":[1.0,{"q":1}],"a":[ {"q":2.0} , 3 ]}';
    const parsed = JSON.parse(twice) as Json;
    const changed = { a: [0, ...parsed.a] };
    const bytes = respell(new TextEncoder().encode(twice), parsed, changed);
    expect(new TextDecoder().decode(bytes)).toBe('{"a":[1.0,{"q":1}],"a":[0,{"q":2.0},3]}');
  });
});

it('a hidden turn put back leaves the spelling of everything else', async () => {
  const numbers = '{"big":98765432109876543210,"one":1.0}';
  const bash = { id: 'call_b', name: 'Bash', input: JSON.parse(numbers) as object };
  const own = { id: 'call_r', name: RETRIEVE_TOOL, input: { hash: 'f'.repeat(24) } };
  const sent: string[] = [];
  const fetch = (async (_: unknown, init: RequestInit) => {
    sent.push(String(init.body));
    return Response.json(scriptedResponse('anthropic', { calls: sent.length === 1 ? [own, bash] : [] }, sent.length));
  }) as typeof globalThis.fetch;
  const call = headroomFetch({ retrieve: true, fetch, store: memory() });
  const post = (body: string) => call('https://llm.test/v1/messages', { method: 'POST', body });
  const open =
    '{"model":"m", "temperature": 1.0, "tools":[{"name":"Bash","input_schema":{"maximum":12345678901234567890}}], "messages":[ {"role":"user","content":"Why did it f\\u0061il?"}';
  await post(`${open} ]}`);
  const thinking = '{"type":"thinking","thinking":"thought 1","signature":"sig1"}';
  const made = `{"type":"tool_use","id":"call_b","name":"Bash","input":${numbers}}`;
  const result = '{"type":"tool_result","content":"ok \\u00fc","tool_use_id":"call_b"}';
  const first = JSON.parse(sent[0] as string);
  expect(first.tools).toHaveLength(2);
  await post(
    `${open}, {"content":[${thinking}, ${made}], "role":"assistant"}, {"role":"user","content":[${result}]} ]}`,
  );
  for (const piece of [
    '"temperature": 1.0',
    'it f\\u0061il',
    '{"maximum":12345678901234567890}',
    thinking,
    made,
    result,
  ])
    expect(sent[1]).toContain(piece);
  expect(sent[1]).toContain(own.input.hash);
});
