/** A log with some errors, of about so many characters; another for another number. */
export function log(n: number, size: number): string {
  const lines: string[] = [];
  for (let i = 0, length = 0; length < size; i++) {
    const line = `2026-01-06T12:00:${String(i % 60).padStart(2, '0')}Z ${i % 97 ? 'INFO' : 'ERROR'} worker-${i % 7} handled /items/${(i * n) % 1003} in ${i % 90} ms`;
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join('\n');
}

/** A conversation in which a tool returned each of the texts. */
export const request = (texts: readonly string[]) => [
  { role: 'user', content: 'Which of them failed?' },
  ...texts.flatMap((content, i) => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: `c${i}`, type: 'function', function: { name: 'run', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: `c${i}`, content },
  ]),
];
