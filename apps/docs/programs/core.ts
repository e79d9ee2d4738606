import { createHeadroom, explain } from '@headroom/core';

const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));

const headroom = createHeadroom({ model: 'gpt-4o' });
const result = await headroom.compress([
  { role: 'user', content: 'Which host failed?' },
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'c1', type: 'function', function: { name: 'list_requests', arguments: '{}' } }],
  },
  { role: 'tool', tool_call_id: 'c1', content: JSON.stringify(listRequests()) },
]);
console.log(`${result.tokensBefore} tokens became ${result.tokensAfter}: ${result.savingsPercent} % less`);
console.log((result.messages[2] as { content: string }).content);
console.log(explain(result));

const original = await headroom.retrieve(result.ccrHashes[0] ?? '', { rows: '378' });
console.log(original.status === 'found' ? original.text : original.message);
