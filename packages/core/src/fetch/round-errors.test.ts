import { Readable } from 'node:stream';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { RETRIEVE_TOOL } from '../ccr/tool.js';
import type { Dialect } from '../model/format.js';
import { clients, type Json } from '../tool-loop/scripted-client.fixture.js';
import { type ScriptedTurn, scriptedEvents, scriptedResponse } from '../tool-loop/scripted-provider.fixture.js';
import { headroomFetch } from './headroom-fetch.js';

const PATHS: Readonly<Record<Dialect, string>> = {
  anthropic: '/v1/messages',
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  gemini: '/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse',
};
const DIALECTS = Object.keys(PATHS) as Dialect[];
const own = { id: 'call_r', name: RETRIEVE_TOOL, input: { hash: 'f'.repeat(24) } };
const BODIES: Readonly<Record<number, object>> = {
  400: { error: { type: 'invalid_request_error', code: 'context_length_exceeded', message: 'The prompt is too long' } },
  429: { error: { type: 'rate_limit_error', code: 'rate_limit', message: 'Slow down' } },
};

/** A streamed call whose second round is refused. */
async function refused(dialect: Dialect, first: ScriptedTurn, status: number) {
  const warnings: string[] = [];
  let sent = 0;
  const fetch = async () => {
    if (sent++ > 0) return Response.json(BODIES[status], { status, headers: { 'retry-after': '7' } });
    const response = scriptedResponse(dialect, first, 1) as Json;
    // What the client sees of a round without words: nothing but how a stream opens.
    if (!first.text && Array.isArray(response.content)) response.content.shift();
    if (!first.text && Array.isArray(response.output)) response.output.shift();
    return new Response(scriptedEvents(dialect, response).join(''), {
      headers: { 'content-type': 'text/event-stream' },
    });
  };
  const call = headroomFetch({ retrieve: true, fetch, onWarning: ({ code }) => warnings.push(code) });
  const body = JSON.stringify({ ...clients[dialect].body(), stream: true });
  const response = await call(`https://llm.test${PATHS[dialect]}`, { method: 'POST', body });
  return { response, text: await response.text(), warnings };
}

describe.each(DIALECTS)('a second round over %s that is refused', (dialect) => {
  it.each([400, 429])('is the answer where nothing was said before (%i)', async (status) => {
    const { response, text, warnings } = await refused(dialect, { calls: [own] }, status);
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, '7']);
    expect(JSON.parse(text)).toEqual(BODIES[status]);
    expect(warnings).toEqual(['retrieve_failed']);
  });

  it.each([
    [400, 'The prompt is too long', 'sending it again as it is will not help'],
    [429, 'Slow down', 'send the request again later'],
  ])('ends a stream in the words of the provider (%i)', async (status, words, advice) => {
    const { response, text } = await refused(dialect, { text: 'Let me look.', calls: [own] }, status);
    expect(response.status).toBe(200);
    expect(text).toContain('Let me');
    const last = JSON.parse(text.trimEnd().split('data: ').at(-1) as string);
    const { message, code } = dialect === 'openai-responses' ? last : last.error;
    expect(message).toContain(words);
    expect(message).toContain(`answered ${status}`);
    expect(message).toContain(advice);
    expect(code).toBe((BODIES[status] as Json).error.code);
  });
});

describe('a fetch whose bodies are streams of Node', () => {
  /** A response of `node-fetch`: its copies block each other. */
  const likeNodeFetch = (text: string, type: string) => {
    const body = Readable.from([Buffer.from(text.slice(0, 50)), Buffer.from(text.slice(50))]);
    const headers = new Headers({ 'content-type': type });
    const read = async () => Buffer.concat(await body.toArray()).toString();
    const clone = () => {
      throw new Error('blocks');
    };
    return {
      ok: true,
      status: 200,
      statusText: 'OK',
      url: '',
      headers,
      body,
      clone,
      text: read,
    } as unknown as Response;
  };

  it.each([false, true])('works with the loop (stream: %s)', async (stream) => {
    let sent = 0;
    const fetch = async () => {
      const turn: ScriptedTurn = sent++ === 0 ? { calls: [own] } : { text: 'Found it.' };
      const response = scriptedResponse('openai-chat', turn, sent);
      return stream
        ? likeNodeFetch(scriptedEvents('openai-chat', response).join(''), 'text/event-stream')
        : likeNodeFetch(JSON.stringify(response), 'application/json');
    };
    const client = new OpenAI({ apiKey: 'k', fetch: headroomFetch({ retrieve: true, fetch }) });
    const body = clients['openai-chat'].body() as OpenAI.ChatCompletionCreateParamsNonStreaming;
    const answer = stream
      ? await client.chat.completions.stream({ ...body, stream: true }).finalChatCompletion()
      : await client.chat.completions.create(body);
    expect(answer.choices[0]?.message.content).toBe('Found it.');
    expect(sent).toBe(2);
  });
});
