import { expect, it } from 'vitest';
import { compress } from '../index.js';
import { findPrinted } from './printed-literal.js';

const lines = Array.from(
  { length: 200 },
  (_, i) => `12:00:${String(i % 60).padStart(2, '0')} INFO moved part ${i} of 200 in ${(i * 7) % 90} ms`,
);
const ask = (text: string) =>
  compress([
    { role: 'user', content: 'What went wrong?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'run', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'a', content: text },
  ]);

it('reads the escapes of Python and JavaScript', () => {
  const found = findPrinted(
    `[Text(kind='log', text='${lines.join('\\n')}\\n\\'caf\\xe9\\' \\u2713 \\U0001f600 \\\\d', note=None)]`,
  );
  expect(found?.text).toBe(`${lines.join('\n')}\n'café' ✓ 😀 \\d`);
  expect(found?.before).toBe("[Text(kind='log', text='");
  expect(found?.after).toBe("', note=None)]");
});

it('leaves code, prose with quotes and objects of many texts alone', () => {
  const code = `const a = 'x';\n${lines.map((line) => `log('${line}');`).join('\n')}`;
  const list = `[${lines.map((line) => `'${line}\\n'`).join(', ')}]`;
  for (const text of [code, list, `He said: '${lines.join(' ')}'`, `{${"'".repeat(5000)}`, `['${'\\'.repeat(200_000)}`])
    expect(findPrinted(text)).toBeUndefined();
});

it('reads JSON that was encoded twice as what it holds', async () => {
  const rows = Array.from({ length: 200 }, (_, id) => ({
    id,
    name: `unit ${id}`,
    state: id === 77 ? 'broken' : 'fine',
  }));
  const { messages, blocks } = await ask(JSON.stringify(JSON.stringify(rows)));
  expect(blocks.at(-1)).toMatchObject({ outcome: 'trimmed', compressor: 'smart_crusher' });
  expect((messages[2] as { content: string }).content).toContain('broken');
});

it.each([
  ["[TextContent(type='text', text='", "', annotations=None)]"],
  ["CommandResult(exit_code=1, stdout='", "', stderr='')"],
  ["{ ok: false, log: '", "' }"],
])('shows the text inside %s as its own kind is shown', async (before, after) => {
  const text = `${before}${[...lines, 'ERROR part 77 is broken'].join('\\n')}${after}`;
  const { messages, blocks } = await ask(text);
  expect(blocks.at(-1)).toMatchObject({ outcome: 'trimmed', compressor: 'log' });
  const { content } = messages[2] as { content: string };
  expect(content).toContain('ERROR part 77 is broken');
  expect(content).toContain(before);
  expect(content).toContain(after);
  expect(content.length).toBeLessThan(text.length / 3);
});
