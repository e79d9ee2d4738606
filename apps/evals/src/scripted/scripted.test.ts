import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide } from './decide.js';
import { findRecord } from './find-record.js';
import { rowsSeen } from './rows-seen.js';
import type { Seen } from './seen.js';
import { type ScriptedServer, serveScripted } from './serve-scripted.js';
import { solveProblem } from './solve.js';

const NOTE =
  '[Left out: 90 of 99 lines. Full text: call headroom_retrieve with hash=0123456789abcdef01234567-1111 (query)]';
const tool = (name: string) => ({ name, description: '', parameters: {} });
const result = (text: string, name = 'read_output', input = {}) => ({ call: { id: name, name, input }, text });
const seen = (question: string, results: Seen['results'], tools = ['read_output', 'headroom_retrieve']): Seen => ({
  says: [question],
  results,
  fresh: results,
  tools: tools.map(tool),
});

describe('the scripted model', () => {
  const question = 'Call read_output and answer: what is the code of "brass-otter"?';
  const lacking = result(`line one\n${NOTE}`);

  it('reads first, and answers with the record of the asked words', () => {
    expect(decide(seen(question, []))).toEqual({ calls: [{ name: 'read_output', input: {} }] });
    expect(decide(seen(question, [result('a\nthe code of brass-otter is HX-1\nb')]))).toEqual({
      say: 'the code of brass-otter is HX-1',
    });
  });

  it('follows the note where the words are not there: by the words, then whole, and then gives up', () => {
    const hash = '0123456789abcdef01234567-1111';
    const byWords = { hash, query: 'brass-otter' };
    expect(decide(seen(question, [lacking]))).toEqual({ calls: [{ name: 'headroom_retrieve', input: byWords }] });
    const asked = [lacking, result('[no lines contain these words]', 'headroom_retrieve', byWords)];
    expect(decide(seen(question, asked))).toEqual({ calls: [{ name: 'headroom_retrieve', input: { hash } }] });
    const whole = [...asked, result('nothing', 'headroom_retrieve', { hash })];
    expect(decide(seen(question, whole, ['headroom_retrieve']))).toEqual({
      calls: [{ name: 'read_output', input: {} }],
    });
    expect(decide(seen(question, [...whole, lacking]))).toEqual({ say: 'unknown' });
  });

  it('reads again where no retrieve tool is offered, once, and not where nothing is said to be missing', () => {
    const tools = ['read_output'];
    expect(decide(seen(question, [lacking], tools))).toEqual({ calls: [{ name: 'read_output', input: {} }] });
    expect(decide(seen(question, [lacking, lacking], tools))).toEqual({ say: 'unknown' });
    expect(decide(seen(question, [result('nothing')], tools))).toEqual({ say: 'unknown' });
  });

  it('knows no answer but what it reads', () => {
    expect(decide(seen(question, [result('the code of brass-otter is HX-7')]))).toEqual({
      say: 'the code of brass-otter is HX-7',
    });
    expect(decide(seen(question, [result('Lorem ipsum dolor')]))).toEqual({ say: 'unknown' });
  });

  it('does sums by their sentences', () => {
    expect(solveProblem('Ada has 12 jars. Each jar holds 3 plums. She loses 4 plums. How many?')).toBe(32);
    expect(solveProblem('Nothing is counted.')).toBeUndefined();
  });
});

describe('records', () => {
  it.each([
    ['[{"id":"a","v":1},{"id":"b","v":2}]', 'b', '{"id":"b","v":2}'],
    ['id,v\na,1\nb,2', 'b', 'b,2'],
    ['{"cut":[{"id":"a"},\n {"id":"b",\n  "v":2},\n {"id', 'b', '{"id":"b",\n  "v":2}'],
    [`x\n[Left out: 3 lines; b does not occur in it]`, 'b', undefined],
    ['abc', 'b', undefined],
  ])('%s', (text, key, record) => {
    const found = findRecord(text, key);
    if (record === undefined) expect(found).toBeUndefined();
    else expect(found?.trim()).toBe(record);
  });

  it('are read as rows from JSON, tables, and rows on their own', () => {
    const text = '3 of 9 rows\n#,id,v\n1,a,10\n4,b,20,state=odd\n5: {"id":"c","v":30}\n[Left out: 6 of 9 rows]';
    expect(rowsSeen(text)).toEqual([
      { '#': '1', id: 'a', v: '10' },
      { '#': '4', id: 'b', v: '20', state: 'odd' },
      { id: 'c', v: '30' },
    ]);
  });
});

describe('the scripted provider', () => {
  let server: ScriptedServer;
  beforeAll(async () => {
    server = await serveScripted();
  });
  afterAll(() => server.close());
  const post = (
    path: string,
    body: object,
    headers: Record<string, string> = { authorization: 'Bearer k', 'x-api-key': 'k' },
  ) => fetch(`${server.url}${path}`, { method: 'POST', body: JSON.stringify(body), headers });

  it('refuses what providers refuse', async () => {
    expect((await post('/v1/chat/completions', { model: 'm', messages: [] }, {})).status).toBe(401);
    expect((await post('/v1/embeddings', {})).status).toBe(404);
    expect((await post('/v1/chat/completions', { messages: [] })).status).toBe(400);
    const orphan = [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'nobody', content: 'x' }] }];
    expect((await post('/v1/messages', { model: 'm', messages: orphan })).status).toBe(400);
  });

  it('has a cache of prefixes, and bills it', async () => {
    const long = 'Some words that are said again. '.repeat(400);
    const messages = [{ role: 'user', content: long }];
    const usageOf = async (list: object[], system = 'Be brief.') => {
      const response = await post('/v1/messages', {
        model: 'claude-sonnet-4-5',
        max_tokens: 9,
        system,
        messages: list,
      });
      return ((await response.json()) as { usage: Record<string, number> }).usage;
    };
    const first = await usageOf(messages);
    const second = await usageOf([
      ...messages,
      { role: 'assistant', content: 'Yes.' },
      { role: 'user', content: 'And?' },
    ]);
    expect(first).toMatchObject({ cache_read_input_tokens: 0, input_tokens: 0 });
    expect(second.cache_read_input_tokens).toBe(first.cache_creation_input_tokens);
    expect(second.cache_creation_input_tokens).toBeLessThan(60);
    expect((await usageOf(messages, 'Be long.')).cache_read_input_tokens).toBe(0);
  });
});
