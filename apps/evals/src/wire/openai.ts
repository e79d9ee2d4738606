import type { Call, Chat, Turn, Wire } from './chat.js';
import { type Json, listIn, mapParts, numberOf, objectIn, parseObject, textOf } from './json.js';

function messages(turn: Turn): object[] {
  if (turn.role === 'user') return [{ role: 'user', content: turn.text }];
  if (turn.role === 'assistant') return [turn.raw as object];
  return turn.results.map(({ call, text }) => ({ role: 'tool', tool_call_id: call.id, content: text }));
}

const toCall = (call: Json): Call => {
  const made = objectIn(call, 'function');
  return { id: textOf(call.id), name: textOf(made.name), input: parseObject(textOf(made.arguments)) };
};

function openaiWire(limit: 'max_tokens' | 'max_completion_tokens'): Wire {
  return {
    name: 'openai',
    url: 'https://api.openai.com/v1',
    keys: ['OPENAI_API_KEY'],
    path: () => '/chat/completions',
    headers: (key): Record<string, string> => (key === '' ? {} : { authorization: `Bearer ${key}` }),
    body: ({ model, system, turns, tools, maxTokens, temperature }: Chat) => ({
      model,
      messages: [{ role: 'system', content: system }, ...turns.flatMap(messages)],
      ...(tools.length > 0 && { tools: tools.map((tool) => ({ type: 'function', function: tool })) }),
      [limit]: maxTokens,
      ...(temperature !== undefined && { temperature }),
    }),
    reply(response) {
      const choice = listIn(response, 'choices')[0];
      const message = objectIn(choice, 'message');
      if (message.role === undefined) throw new Error('The response has no message.');
      const calls = listIn(message, 'tool_calls').map(toCall);
      return { text: textOf(message.content), calls, raw: message, isCut: choice?.finish_reason === 'length' };
    },
    usage(response) {
      const usage = objectIn(response, 'usage');
      const cached = numberOf(objectIn(usage, 'prompt_tokens_details').cached_tokens);
      const output = numberOf(usage.completion_tokens);
      return { input: numberOf(usage.prompt_tokens) - cached, cached, written: 0, output };
    },
    mapResults(body, change) {
      const sent = listIn(body, 'messages');
      const count = sent.filter(({ role }) => role === 'tool').length;
      let at = 0;
      const messages = sent.map((one) => {
        if (one.role !== 'tool') return one;
        const place = at++;
        return { ...one, content: mapParts(one.content, (text) => change(text, place, count)) };
      });
      return { ...(body as Json), messages };
    },
  };
}

/** Chat Completions, as OpenAI has it. */
export const openai = openaiWire('max_completion_tokens');
/** … and as those do that are compatible with it, who know the limit by its old name. */
export const openaiCompatible = openaiWire('max_tokens');
