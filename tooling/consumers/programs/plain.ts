import { createHeadroom, explain, memory, retrieveTool } from '@headroom/core';
import { withHeadroom } from '@headroom/core/fetch';
import { workers } from '@headroom/core/workers';
import OpenAI from 'openai';
import { judge, log, startModel } from './model.js';

async function main(): Promise<void> {
  const provider = await startModel();
  const pool = workers({ threads: 1 });
  const headroom = createHeadroom({
    model: 'claude-sonnet-4-5',
    store: memory({ ttl: 86_400 }),
    retrieval: 'tool',
    workers: pool,
  });
  const request = {
    model: 'claude-sonnet-4-5',
    tools: [retrieveTool('anthropic')],
    messages: [
      { role: 'user', content: 'Is the service healthy?' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'read_log', input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: log.repeat(4) }] },
    ],
  };
  const result = await headroom.compress(request);
  console.log(explain(result).split('\n')[0], result.warnings);
  const answer = await headroom.retrieve(result.ccrHashes[0] ?? '', { lines: '120-130' });
  console.log(answer.status);
  const engine = createHeadroom();
  const client = withHeadroom(new OpenAI({ apiKey: 'none', baseURL: provider.url }), { headroom: engine });
  await client.chat.completions.create({
    model: 'gpt-4o',
    messages: [
      { role: 'user', content: 'Which request failed?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'read_log', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c', content: log },
    ],
  });
  judge(provider.seen, engine);
  provider.close();
  await pool.close();
}
void main();
