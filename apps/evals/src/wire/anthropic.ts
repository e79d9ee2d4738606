import type { Chat, Turn, Wire } from './chat.js';
import { isObject, type Json, listIn, mapParts, numberOf, objectIn, textOf } from './json.js';

const CACHED = { cache_control: { type: 'ephemeral' } };

function content(turn: Turn): { role: string; content: readonly object[] } {
  if (turn.role === 'user') return { role: 'user', content: [{ type: 'text', text: turn.text }] };
  if (turn.role === 'assistant') return { role: 'assistant', content: turn.raw as object[] };
  const results = turn.results.map(({ call, text }) => ({ type: 'tool_result', tool_use_id: call.id, content: text }));
  return { role: 'user', content: results };
}

/** The newest message is marked for the cache, as agents do. */
function messages(turns: readonly Turn[]): object[] {
  const all = turns.map(content);
  const last = all.at(-1);
  if (!last) return all;
  return [
    ...all.slice(0, -1),
    { ...last, content: [...last.content.slice(0, -1), { ...last.content.at(-1), ...CACHED }] },
  ];
}

/** Anthropic's Messages. */
export const anthropic: Wire = {
  name: 'anthropic',
  url: 'https://api.anthropic.com',
  keys: ['ANTHROPIC_API_KEY'],
  path: () => '/v1/messages',
  headers: (key) => ({ 'x-api-key': key, 'anthropic-version': '2023-06-01' }),
  body: ({ model, system, turns, tools, maxTokens, temperature }: Chat) => ({
    model,
    max_tokens: maxTokens,
    system: [{ type: 'text', text: system, ...CACHED }],
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters }) => ({ name, description, input_schema: parameters })),
    }),
    messages: messages(turns),
    ...(temperature !== undefined && { temperature }),
  }),
  reply(response) {
    const parts = listIn(response, 'content');
    if (!isObject(response) || !Array.isArray(response.content)) throw new Error('The response has no content.');
    return {
      text: parts.map((part) => (part.type === 'text' ? textOf(part.text) : '')).join(''),
      calls: parts
        .filter(({ type }) => type === 'tool_use')
        .map((part) => ({ id: textOf(part.id), name: textOf(part.name), input: objectIn(part, 'input') })),
      raw: parts,
      isCut: response.stop_reason === 'max_tokens',
    };
  },
  usage(response) {
    const usage = objectIn(response, 'usage');
    return {
      input: numberOf(usage.input_tokens),
      cached: numberOf(usage.cache_read_input_tokens),
      written: numberOf(usage.cache_creation_input_tokens),
      output: numberOf(usage.output_tokens),
    };
  },
  mapResults(body, change) {
    const isResult = (part: Json) => part.type === 'tool_result';
    const sent = listIn(body, 'messages');
    const count = sent.reduce((sum, one) => sum + listIn(one, 'content').filter(isResult).length, 0);
    let at = 0;
    const messages = sent.map((one) => {
      if (!Array.isArray(one.content)) return one;
      const content = listIn(one, 'content').map((part) => {
        if (!isResult(part)) return part;
        const place = at++;
        return { ...part, content: mapParts(part.content, (text) => change(text, place, count)) };
      });
      return { ...one, content };
    });
    return { ...(body as Json), messages };
  },
};
