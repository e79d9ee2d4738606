import { expect, it } from 'vitest';
import { compress } from '../index.js';

const noise = (from: number, to: number) =>
  Array.from(
    { length: to - from },
    (_, i) => `10:00:00 INFO build: compiled module ${from + i} in ${((from + i) * 37) % 91} ms`,
  );
const last = Array.from({ length: 20 }, (_, i) => `make: leaving directory ${i}`);
const text = [
  ...noise(0, 200),
  'src/a.c:12: error: unknown type name size_tt',
  '   12 | size_tt n;',
  ...noise(200, 380),
  'src/b.c:40: error: expected ; before return',
  '   40 | return',
  ...last,
].join('\n');

const failing = (content: string) => ({
  model: 'claude-sonnet-4-5',
  max_tokens: 10,
  messages: [
    { role: 'user', content: 'Build it.' },
    { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'Bash', input: { command: 'make' } }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', is_error: true, content }] },
  ],
});
const shownOf = (body: unknown): string =>
  (body as { messages: { content: { content: string }[] }[] }).messages[2]!.content[0]!.content;

it('a long error loses repeats, no complaint, no line after one, nothing of its end', async () => {
  const { body, tokensAfter, tokensBefore } = await compress(failing(text), { retrieval: 'tool' });
  expect(tokensAfter).toBeLessThan(tokensBefore * 0.5);
  const shown = shownOf(body);
  for (const line of [...last, ...text.split('\n').filter((one) => /error:|^ {3}\d+ \|/.test(one))])
    expect(shown).toContain(line.trim());
});

it('a short error and one whose text repeats nothing stay whole', async () => {
  const rows = JSON.stringify(
    Array.from({ length: 300 }, (_, id) => ({ id, name: `n${id}`, state: id % 3 ? 'up' : 'down' })),
  );
  for (const content of [text.slice(-4000), `Error: ${'word '.repeat(1500)}`]) {
    const { body } = await compress(failing(content), { retrieval: 'tool', mode: 'aggressive' });
    expect(shownOf(body)).toBe(content);
  }
  const { blocks } = await compress(failing(rows), { retrieval: 'tool', mode: 'aggressive' });
  expect(rows.length).toBeGreaterThan(8000);
  expect(blocks.at(-1)?.outcome).toBe('packed');
});
