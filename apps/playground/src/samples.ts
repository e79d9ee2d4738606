/** Texts to try, made here: a log with one fault, rows of a query, and a request with three results. */
const at = (i: number): string => new Date(Date.UTC(2026, 0, 6, 9, 0, i)).toISOString();

const log = (lines: number): string =>
  Array.from({ length: lines }, (_, i) =>
    i === Math.floor(lines * 0.6)
      ? `${at(i)} ERROR [checkout] request ${i} failed: upstream db-3 timed out after 30000 ms`
      : `${at(i)} INFO  [${['auth', 'billing', 'search'][i % 3]}] request ${i} served in ${20 + ((i * 37) % 60)} ms`,
  ).join('\n');

const rows = (count: number): string =>
  JSON.stringify(
    Array.from({ length: count }, (_, id) => ({
      id,
      host: `web-${id % 4}`,
      status: id === 377 ? 'failed' : 'ok',
      ms: 20 + (id % 9),
    })),
    null,
    1,
  );

const matches = (count: number): string =>
  Array.from(
    { length: count },
    (_, i) =>
      `src/${['shop', 'bill', 'mail'][i % 3]}/step-${i % 17}.ts:${10 + ((i * 7) % 300)}:  await retry(() => database.query(step${i}), { timeoutMs: ${i === 41 ? 30_000 : 500} });`,
  )
    .sort()
    .join('\n');

function request(): string {
  const call = (id: string, name: string, input: object) => ({ type: 'tool_use', id, name, input });
  const result = (id: string, content: string) => ({
    role: 'user',
    content: [{ type: 'tool_result', tool_use_id: id, content }],
  });
  const messages = [
    { role: 'user', content: 'Why did the checkout fail this morning?' },
    { role: 'assistant', content: [call('t1', 'read_log', { service: 'checkout' })] },
    result('t1', log(400)),
    { role: 'assistant', content: [call('t2', 'list_requests', {})] },
    result('t2', rows(500)),
    { role: 'assistant', content: [call('t3', 'grep', { pattern: 'timeoutMs' })] },
    result('t3', matches(160)),
  ];
  return JSON.stringify({ model: 'claude-sonnet-4-5', max_tokens: 1024, messages }, null, 1);
}

export const SAMPLES: Readonly<Record<string, { readonly question: string; text(): string }>> = {
  'a log': { question: 'What failed?', text: () => log(600) },
  'rows of a query': { question: 'Which host failed?', text: () => rows(500) },
  'a whole request': { question: '', text: request },
};
