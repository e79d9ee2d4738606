import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import type { Dialect } from '../model/format.js';

// biome-ignore lint/suspicious/noExplicitAny: bodies of four providers are read here
export type Json = Record<string, any>;

/** A request with the client's own tool, and the history that a client keeps. */
export const clients: Record<
  Dialect,
  {
    body(history?: readonly unknown[]): Json;
    history: string;
    results(calls: readonly { id: string; name: string }[]): unknown[];
  }
> = {
  anthropic: {
    history: 'messages',
    body: (history = []) => ({
      model: 'claude-sonnet-4-5',
      max_tokens: 100,
      tools: [{ name: 'Bash', input_schema: { type: 'object' } }],
      messages: [{ role: 'user', content: 'Why did it fail?' }, ...history],
    }),
    results: (calls) => [
      { role: 'user', content: calls.map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: 'ok' })) },
    ],
  },
  'openai-chat': {
    history: 'messages',
    body: (history = []) => ({
      model: 'gpt-4o',
      tools: [{ type: 'function', function: { name: 'Bash', parameters: {} } }],
      messages: [{ role: 'user', content: 'Why did it fail?' }, ...history],
    }),
    results: (calls) => calls.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: 'ok' })),
  },
  'openai-responses': {
    history: 'input',
    body: (history = []) => ({
      model: 'gpt-4o',
      tools: [{ type: 'function', name: 'Bash', parameters: {}, strict: false }],
      input: [{ role: 'user', content: 'Why did it fail?' }, ...history],
    }),
    results: (calls) => calls.map(({ id }) => ({ type: 'function_call_output', call_id: id, output: 'ok' })),
  },
  gemini: {
    history: 'contents',
    body: (history = []) => ({
      tools: [{ functionDeclarations: [{ name: 'Bash', parameters: {} }] }],
      contents: [{ role: 'user', parts: [{ text: 'Why did it fail?' }] }, ...history],
    }),
    results: (calls) => [
      { role: 'user', parts: calls.map(({ name }) => ({ functionResponse: { name, response: { output: 'ok' } } })) },
    ],
  },
};

/** What the client puts into its history for a response. */
export function historyOf(dialect: Dialect, response: Json): unknown[] {
  switch (dialect) {
    case 'anthropic':
      return [{ role: 'assistant', content: response.content }];
    case 'openai-chat':
      return [response.choices[0].message];
    case 'openai-responses':
      return response.output;
    case 'gemini':
      return [response.candidates[0].content];
  }
}

export function textOf(dialect: Dialect, response: Json): string {
  switch (dialect) {
    case 'anthropic':
      return response.content.map((part: Json) => part.text ?? '').join('');
    case 'openai-chat':
      return response.choices[0].message.content ?? '';
    case 'openai-responses':
      return response.output
        .flatMap((item: Json) => item.content ?? [])
        .map((part: Json) => part.text)
        .join('');
    case 'gemini':
      return response.candidates[0].content.parts.map((part: Json) => part.text ?? '').join('');
  }
}

export function inputTokens(response: Json): number {
  const usage = response.usage ?? response.usageMetadata;
  return usage.input_tokens ?? usage.prompt_tokens ?? usage.promptTokenCount;
}

export function outputTokens(response: Json): number {
  const usage = response.usage ?? response.usageMetadata;
  return usage.output_tokens ?? usage.completion_tokens ?? usage.candidatesTokenCount;
}

/** What the provider's own SDK makes of an event stream. */
export async function readBack(dialect: Dialect, wire: string): Promise<Json> {
  const fetch = async () => new Response(wire, { headers: { 'content-type': 'text/event-stream' } });
  const plain = <T>(value: T) => JSON.parse(JSON.stringify(value)) as Json;
  switch (dialect) {
    case 'anthropic':
      return plain(
        await new Anthropic({ apiKey: 'x', fetch }).messages
          .stream({ model: 'm', max_tokens: 1, messages: [] })
          .finalMessage(),
      );
    case 'openai-chat': {
      const stream = new OpenAI({ apiKey: 'x', fetch }).chat.completions.stream({
        model: 'm',
        messages: [],
        stream_options: { include_usage: true },
      });
      return plain(await stream.finalChatCompletion());
    }
    case 'openai-responses':
      return plain(
        await new OpenAI({ apiKey: 'x', fetch }).responses.stream({ model: 'm', input: 'x' }).finalResponse(),
      );
    case 'gemini': {
      const chunks = wire
        .split('\n\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line.slice(6)) as Json);
      const parts = chunks.flatMap((chunk) => chunk.candidates[0].content.parts);
      const finishes = chunks.filter((chunk) => chunk.candidates[0].finishReason).length;
      if (finishes !== 1) throw new Error(`The stream finished ${finishes} times`);
      const last = chunks.at(-1) as Json;
      return { ...last, candidates: [{ ...last.candidates[0], content: { role: 'model', parts } }] };
    }
  }
}

export function partsOf(request: Json, dialect: Dialect): Json[] {
  const entries = request[clients[dialect].history] as Json[];
  if (dialect === 'anthropic') return entries.flatMap(({ content }) => (Array.isArray(content) ? content : []));
  if (dialect === 'openai-chat')
    return entries.flatMap(({ tool_calls, ...rest }) => (tool_calls ? [...tool_calls] : [rest]));
  if (dialect === 'gemini') return entries.flatMap(({ parts }) => parts);
  return entries;
}

export function callsIn(dialect: Dialect, request: Json): string[] {
  return partsOf(request, dialect).flatMap((part) =>
    part.type === 'tool_use' || part.type === 'function_call'
      ? part.name
      : (part.functionCall?.name ?? (part.type === 'function' ? part.function.name : [])),
  );
}

export function answersIn(dialect: Dialect, request: Json): number {
  return partsOf(request, dialect).filter(
    (part) =>
      part.type === 'tool_result' ||
      part.type === 'function_call_output' ||
      part.functionResponse ||
      part.role === 'tool',
  ).length;
}
