import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { GoogleGenAI as GoogleGenAI3 } from 'genai3';
import OpenAI, { AzureOpenAI } from 'openai';
import OpenAI7, { AzureOpenAI as AzureOpenAI7 } from 'openai7';
import { describe, expect, it } from 'vitest';
import { HeadroomError } from '../model/errors.js';
import { payload } from '../testing/payloads.js';
import { headroomFetch } from './headroom-fetch.js';
import type { Fetch } from './outgoing.js';
import { withHeadroom } from './with-headroom.js';

const output = payload('json', 7, 150);
const chatMessages = [
  { role: 'user' as const, content: 'Which request had the highest latency?' },
  {
    role: 'assistant' as const,
    tool_calls: [{ id: 'c', type: 'function' as const, function: { name: 'query', arguments: '{}' } }],
  },
  { role: 'tool' as const, tool_call_id: 'c', content: output },
];
const claudeMessages = [
  { role: 'user' as const, content: 'Which request had the highest latency?' },
  { role: 'assistant' as const, content: [{ type: 'tool_use' as const, id: 'c', name: 'query', input: {} }] },
  { role: 'user' as const, content: [{ type: 'tool_result' as const, tool_use_id: 'c', content: output }] },
];
const inputItems = [
  { role: 'user' as const, content: 'Which request had the highest latency?' },
  { type: 'function_call' as const, call_id: 'c', name: 'query', arguments: '{}' },
  { type: 'function_call_output' as const, call_id: 'c', output },
];

const chatAnswer = {
  id: 'x',
  object: 'chat.completion',
  model: 'gpt-4o',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: '{"a":1}' } }],
};
const claudeAnswer = {
  id: 'x',
  type: 'message',
  role: 'assistant',
  model: 'c',
  content: [{ type: 'text', text: 'Done.' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 1, output_tokens: 1 },
};

/** A provider that answers every call, says what it received, and fails the first `failures` calls. */
function provider(answer: object, failures = 0) {
  const bodies: string[] = [];
  const headers: Headers[] = [];
  const addresses: string[] = [];
  let left = failures;
  const fetch: Fetch = async (input, init) => {
    addresses.push(String(input));
    init?.signal?.throwIfAborted();
    bodies.push(String(init?.body));
    headers.push(new Headers(init?.headers));
    if (left-- > 0) return new Response('{"error":{}}', { status: 529, headers: { 'retry-after-ms': '1' } });
    if (String(init?.body).includes('"stream":true')) return stream(answer);
    return new Response(JSON.stringify(answer), {
      headers: { 'content-type': 'application/json', 'x-request-id': 'r1' },
    });
  };
  return { bodies, headers, addresses, fetch };
}

function stream(answer: object): Response {
  const chunk = {
    ...chatAnswer,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, finish_reason: 'stop', delta: { role: 'assistant', content: 'Done.' } }],
  };
  const events =
    'choices' in answer
      ? [`data: ${JSON.stringify(chunk)}`, 'data: [DONE]']
      : [
          `event: message_start\ndata: ${JSON.stringify({ type: 'message_start', message: { ...claudeAnswer, content: [], stop_reason: null } })}`,
          `event: message_stop\ndata: ${JSON.stringify({ type: 'message_stop' })}`,
        ];
  return new Response(events.map((event) => `${event}\n\n`).join(''), {
    headers: { 'content-type': 'text/event-stream' },
  });
}

function expectSmaller(bodies: readonly string[], count = 1): void {
  expect(bodies).toHaveLength(count);
  for (const body of bodies) {
    expect(body).not.toContain(JSON.stringify(output));
    expect(body.length).toBeLessThan(output.length);
  }
}

describe.each([
  ['openai 6', OpenAI],
  ['openai 7', OpenAI7 as unknown as typeof OpenAI],
])('withHeadroom on %s', (_, Client) => {
  const made = (failures = 0) => {
    const { bodies, headers, fetch } = provider(chatAnswer, failures);
    const client = withHeadroom(
      new Client({ apiKey: 'k', baseURL: 'https://llm.test/v1', fetch, maxRetries: 2, organization: 'org' }),
    );
    return { bodies, headers, client };
  };
  const body = { model: 'gpt-4o', messages: chatMessages };

  it('P-164 covers create, parse, stream, responses and plain post', async () => {
    const { bodies, client } = made();
    await client.chat.completions.create(body);
    await client.chat.completions.parse(body);
    await client.chat.completions.stream(body).finalContent();
    for await (const chunk of await client.chat.completions.create({ ...body, stream: true }))
      expect(chunk.choices).toHaveLength(1);
    await client.responses.create({ model: 'gpt-5', input: inputItems });
    await client.post('/chat/completions', { body });
    expectSmaller(bodies, 6);
  });

  it('P-163 keeps the class, withResponse, options, headers, abort and retries', async () => {
    const { bodies, headers, client } = made(2);
    expect(client).toBeInstanceOf(Client);
    expect(client.organization).toBe('org');
    const { data, response } = await client.chat.completions
      .create(body, { headers: { 'x-mine': '1' } })
      .withResponse();
    expect([data.id, response.headers.get('x-request-id')]).toEqual(['x', 'r1']);
    expectSmaller(bodies, 3);
    expect(new Set(bodies).size).toBe(1);
    expect(headers[0]?.get('x-mine')).toBe('1');
    expect(headers[0]?.get('authorization')).toBe('Bearer k');
    await expect(client.chat.completions.create(body, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });

  it('leaves the given client as it is', async () => {
    const { bodies, fetch } = provider(chatAnswer);
    const plain = new Client({ apiKey: 'k', baseURL: 'https://llm.test/v1', fetch });
    withHeadroom(plain);
    await plain.chat.completions.create(body);
    expect(bodies[0]).toContain(JSON.stringify(output));
  });
});

it.each([
  ['6', AzureOpenAI],
  ['7', AzureOpenAI7 as unknown as typeof AzureOpenAI],
])('withHeadroom keeps an Azure client of openai %s what it is', async (_, Client) => {
  const { bodies, addresses, fetch } = provider(chatAnswer);
  const options = { apiKey: 'k', endpoint: 'https://azure.test', apiVersion: '2025-01-01', deployment: 'mine', fetch };
  const client = withHeadroom(new Client(options));
  expect(client).toBeInstanceOf(Client);
  await client.chat.completions.create({ model: 'gpt-4o', messages: chatMessages });
  expectSmaller(bodies);
  expect(addresses).toEqual(['https://azure.test/openai/deployments/mine/chat/completions?api-version=2025-01-01']);
});

describe('withHeadroom on anthropic', () => {
  const body = { model: 'claude-test-1', max_tokens: 100, messages: claudeMessages };

  it('covers create, stream, beta and counting, with response, retries and headers', async () => {
    const { bodies, headers, fetch } = provider(claudeAnswer, 1);
    const client = withHeadroom(new Anthropic({ apiKey: 'k', baseURL: 'https://llm.test', fetch }));
    expect(client).toBeInstanceOf(Anthropic);
    const { data } = await client.messages.create(body, { headers: { 'anthropic-beta': 'mine' } }).withResponse();
    expect(data.id).toBe('x');
    await client.messages.stream(body).finalMessage();
    await client.beta.messages.create(body);
    await client.messages.countTokens({ model: body.model, messages: claudeMessages });
    expectSmaller(bodies, 5);
    expect(headers[0]?.get('anthropic-beta')).toBe('mine');
    expect(headers[0]?.get('authorization') ?? headers[0]?.get('x-api-key')).toMatch(/k$/);
  });
});

describe.each([
  ['2', GoogleGenAI],
  ['3', GoogleGenAI3 as unknown as typeof GoogleGenAI],
])('google gen ai %s', (_, Client) => {
  const contents = [
    { role: 'user', parts: [{ text: 'Which request had the highest latency?' }] },
    { role: 'model', parts: [{ functionCall: { name: 'query', args: {} } }] },
    { role: 'user', parts: [{ functionResponse: { name: 'query', response: { output } } }] },
  ];

  it('takes headroomFetch as its own fetch', async () => {
    const { bodies, fetch } = provider({ candidates: [{ content: { role: 'model', parts: [{ text: 'Done.' }] } }] });
    const client = new Client({
      apiKey: 'k',
      httpOptions: { fetch: headroomFetch({ fetch }) as typeof globalThis.fetch },
    });
    const answer = await client.models.generateContent({ model: 'gemini-2.5-pro', contents });
    expect(answer.text).toBe('Done.');
    await client.models.countTokens({ model: 'gemini-2.5-pro', contents });
    expectSmaller(bodies, 2);
  });

  it.each([
    [new Client({ apiKey: 'k' }), /httpOptions/],
    [{}, /headroomFetch/],
    [Object.create(null), /headroomFetch/],
  ])('and any other client is refused with advice', (client, advice) => {
    expect(() => withHeadroom(client)).toThrow(HeadroomError);
    expect(() => withHeadroom(client)).toThrow(advice);
  });
});
