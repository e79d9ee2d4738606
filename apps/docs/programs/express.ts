import type { Saving } from '@headroom/core';
import { headroom } from '@headroom/express';
import express from 'express';
import OpenAI from 'openai';

const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));
const onSaved = ({ tokensBefore, tokensAfter }: Saving) => console.log(`${tokensBefore} tokens became ${tokensAfter}`);

// The gateway: what comes through it goes on smaller.
const app = express();
app.use(headroom({ onSaved }));
app.use(express.raw({ type: () => true, limit: '32mb' }));
app.post('/v1/chat/completions', async (request, response) => {
  const { authorization = '' } = request.headers;
  const headers = { authorization, 'content-type': 'application/json' };
  const answer = await fetch('https://api.openai.com/v1/chat/completions', {
    method: 'POST',
    headers,
    body: request.body,
  });
  response
    .status(answer.status)
    .type('json')
    .send(await answer.text());
});
const server = app.listen(8788, '127.0.0.1');

// Any client behind it, in any language.
const client = new OpenAI({ baseURL: 'http://127.0.0.1:8788/v1' });
const { choices } = await client.chat.completions.create({
  model: 'gpt-4o',
  messages: [
    { role: 'user', content: 'Which host failed?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'list_requests', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'c1', content: JSON.stringify(listRequests()) },
  ],
});
console.log(choices[0]?.message.content);
server.close();
server.closeAllConnections();
