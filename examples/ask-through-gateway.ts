import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { CULPRIT, deploys } from './deploys.js';
import { type Running, startProvider } from './fake-provider.js';
import { tell } from './tell.js';

const QUESTION = 'Which deploy failed, and why?';

/**
 * What a client of a gateway sees: an ordinary OpenAI client asks about a long tool result, streamed and not, while the provider
 * behind the gateway receives much less. The gateway's own service brings the original back.
 */
export async function askThroughGateway(start: (upstream: string) => Promise<Running>): Promise<void> {
  const provider = await startProvider();
  const gateway = await start(provider.url);
  try {
    const client = new OpenAI({ apiKey: 'sk-example', baseURL: `${gateway.url}/v1` });
    const body = { model: 'gpt-4o', messages: conversation() };
    const { choices } = await client.chat.completions.create(body);
    assert.equal(choices[0]?.message.content, `Roll back ${CULPRIT}.`);
    let streamed = '';
    for await (const chunk of await client.chat.completions.create({ ...body, stream: true }))
      streamed += chunk.choices[0]?.delta.content ?? '';
    assert.equal(streamed, `Roll back ${CULPRIT}.`);
    await client.chat.completions.create(body, { headers: { 'x-headroom-bypass': 'true' } });

    const [first = '', second = '', bypassed = ''] = provider.received;
    assert.equal(bypassed, JSON.stringify(body), 'the opt-out goes through byte for byte');
    assert.ok(first.length < bypassed.length * 0.5, 'less than half arrives at the provider');
    assert.ok(second.startsWith(first.slice(0, -1)), 'the same bytes each time, so that prompt caches hit');

    const hash = /hash=([0-9a-f]{24})/.exec(first)?.[1];
    const found = await call(`${gateway.url}/headroom/v1/retrieve`, { hash });
    assert.equal(found.original_content, deploys(), 'the original comes back exactly');
    const stats = await call(`${gateway.url}/headroom/v1/stats`);
    assert.ok(Number(stats.tokens_saved) > 0);
    const answer = choices[0]?.message.content ?? '';
    await tell({ question: QUESTION, original: deploys(), arrived: JSON.parse(first), answer });
    console.log(
      `At the provider ${bypassed.length} -> ${first.length} bytes; ${stats.tokens_saved} tokens saved in two calls`,
    );
  } finally {
    await Promise.all([gateway.close(), provider.close()]);
  }
}

function conversation(): OpenAI.ChatCompletionMessageParam[] {
  const call = { id: 'c1', type: 'function' as const, function: { name: 'listDeploys', arguments: '{}' } };
  return [
    { role: 'user', content: QUESTION },
    { role: 'assistant', content: null, tool_calls: [call] },
    { role: 'tool', tool_call_id: 'c1', content: deploys() },
  ];
}

async function call(url: string, body?: object): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, body ? { method: 'POST', headers, body: JSON.stringify(body) } : {});
  return (await answer.json()) as Record<string, unknown>;
}
