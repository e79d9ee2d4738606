import type { Saving } from '@headroom/core';
import { headroom } from '@headroom/hono';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { proxy } from 'hono/proxy';
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
const app = new Hono();
app.use(headroom({ onSaved }));
app.post('/v1/*', (c) => proxy('https://api.openai.com' + c.req.path, c.req.raw));
const server = serve({ fetch: app.fetch, port: 8789, hostname: '127.0.0.1' });

// Any client behind it, in any language.
const client = new OpenAI({ baseURL: 'http://127.0.0.1:8789/v1' });
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
