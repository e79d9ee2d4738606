import { HTTPClient, Mistral } from '@mistralai/mistralai';
import { OpenRouter, HTTPClient as OpenRouterHTTPClient } from '@openrouter/sdk';
import type { Json } from '../tool-loop/scripted-client.fixture.js';
import type { Driver } from './retrieve-server.fixture.js';

const RETRY = {
  retries: {
    strategy: 'backoff',
    backoff: { initialInterval: 1, maxInterval: 2, exponent: 1, maxElapsedTime: 1000 },
    retryConnectionErrors: false,
  },
  retryCodes: ['5XX'],
} as const;

/** The clients that are generated from a description: they name fields in camel case and send `Request` objects. */
export const generatedDrivers: readonly Driver[] = [
  {
    name: 'mistral chat',
    dialect: 'openai-chat',
    async ask(server, fetch, body, { stream, signal }) {
      const { chat } = new Mistral({ apiKey: 'k', serverURL: server, httpClient: new HTTPClient({ fetcher: fetch }) });
      const request = camel({ ...body, model: 'mistral-large-latest' }) as never;
      const options = { ...RETRY, retryCodes: ['5XX'], fetchOptions: { signal: signal ?? null } };
      return answered(async () => {
        if (!stream) return snake(await chat.complete(request, options));
        return joined(await chat.stream(request, options), ({ data }) => data);
      });
    },
  },
  {
    name: 'openrouter chat',
    dialect: 'openai-chat',
    async ask(server, fetch, body, { stream, signal }) {
      const { chat } = openrouter(server, fetch);
      const chatRequest = { ...(camel(body) as Json), stream } as never;
      const options = { ...RETRY, retryCodes: ['5XX'], fetchOptions: { signal: signal ?? null } };
      return answered(async () => {
        const answer = await chat.send({ chatRequest }, options);
        return stream ? joined(answer as unknown as AsyncIterable<Json>, (chunk) => chunk) : snake(answer);
      });
    },
  },
  {
    name: 'openrouter responses',
    dialect: 'openai-responses',
    async ask(server, fetch, body, { stream, signal }) {
      const { responses } = openrouter(server, fetch);
      const responsesRequest = { ...(camel(body) as Json), stream } as never;
      const options = { ...RETRY, retryCodes: ['5XX'], fetchOptions: { signal: signal ?? null } };
      return answered(async () => {
        const answer = await responses.send({ responsesRequest }, options);
        if (!stream) return snake(answer);
        let last: Json = {};
        for await (const event of answer as unknown as AsyncIterable<Json>) if (event.response) last = event.response;
        return snake(last);
      });
    },
  },
];

function openrouter(server: string, fetch: typeof globalThis.fetch): OpenRouter {
  const httpClient = new OpenRouterHTTPClient({ fetcher: fetch });
  return new OpenRouter({ apiKey: 'k', serverURL: `${server}/api/v1`, httpClient });
}

/** What the client makes of chunks, as one answer. */
async function joined<Chunk>(chunks: AsyncIterable<Chunk>, dataOf: (chunk: Chunk) => Json): Promise<Json> {
  const message: Json = { role: 'assistant', content: null };
  let whole: Json = {};
  for await (const chunk of chunks) {
    const { choices, ...rest } = snake(dataOf(chunk));
    whole = { ...whole, ...JSON.parse(JSON.stringify(rest)) };
    const { delta = {}, finish_reason } = choices[0] ?? {};
    if (delta.content) message.content = (message.content ?? '') + delta.content;
    for (const { index = 0, ...call } of delta.tool_calls ?? []) {
      message.tool_calls ??= [];
      message.tool_calls[index] ??= { type: 'function', ...call, function: { name: '', arguments: '' } };
      const known = message.tool_calls[index];
      known.function.name += call.function.name ?? '';
      known.function.arguments += call.function.arguments ?? '';
    }
    if (finish_reason) whole.choices = [{ index: 0, message, finish_reason }];
  }
  return whole;
}

/** Errors with `status`, as other clients have it. */
async function answered(run: () => Promise<Json>): Promise<Json> {
  try {
    return await run();
  } catch (error) {
    throw Object.assign(error as Error, { status: (error as { statusCode?: number }).statusCode });
  }
}

function renamed(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [rename(key), renamed(item, rename)]));
}

function camel(value: unknown): unknown {
  return renamed(value, (key) => key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()));
}

function snake(value: unknown): Json {
  return renamed(value, (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)) as Json;
}
