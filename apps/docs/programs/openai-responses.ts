import type { Saving } from '@headroom/core';
import { withHeadroom } from '@headroom/core/fetch';
import OpenAI from 'openai';

const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));
const onSaved = ({ tokensBefore, tokensAfter }: Saving) => console.log(`${tokensBefore} tokens became ${tokensAfter}`);

const client = withHeadroom(new OpenAI(), { retrieve: true, onSaved });
const { output_text } = await client.responses.create({
  model: 'gpt-4o',
  tools: [{ type: 'function', name: 'list_requests', strict: false, parameters: { type: 'object', properties: {} } }],
  input: [
    { role: 'user', content: 'Which host failed?' },
    { type: 'function_call', call_id: 'c1', name: 'list_requests', arguments: '{}' },
    { type: 'function_call_output', call_id: 'c1', output: JSON.stringify(listRequests()) },
  ],
});
console.log(output_text);
