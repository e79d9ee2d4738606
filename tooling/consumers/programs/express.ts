import type { AddressInfo } from 'node:net';
import { createHeadroom } from '@headroom/core';
import { headroom, headroomRouter, loopbackOnly } from '@headroom/express';
import express from 'express';
import { judge, log, startModel } from './model.js';

async function main(): Promise<void> {
  const provider = await startModel();
  const engine = createHeadroom();
  const app = express();
  app.use('/headroom', headroomRouter({ headroom: engine, authorize: loopbackOnly }));
  app.use(headroom({ headroom: engine }));
  app.use(express.raw({ type: () => true, limit: '32mb' }));
  app.post('/v1/chat/completions', async (request, response) => {
    const { authorization = '' } = request.headers;
    const headers = { authorization, 'content-type': 'application/json' };
    const body = request.body; // smaller than what came in
    const answer = await fetch(`${provider.url}/chat/completions`, { method: 'POST', headers, body });
    response
      .status(answer.status)
      .type('json')
      .send(await answer.text());
  });
  const server = app.listen(0, '127.0.0.1', async () => {
    const { port } = server.address() as AddressInfo;
    const messages = [
      { role: 'user', content: 'Which request failed?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'read_log', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c', content: log },
    ];
    const answer = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-4o', messages }),
    });
    console.log(answer.status, await answer.text().then((text) => text.slice(-60)));
    const stats = await fetch(`http://127.0.0.1:${port}/headroom/v1/stats`);
    console.log(stats.status, (await stats.text()).slice(0, 100));
    judge(provider.seen, engine);
    server.close();
    provider.close();
  });
}
void main();
