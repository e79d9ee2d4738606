import { pieces, type Say } from './chat-wire.js';

const USAGE = {
  input_tokens: 100,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 10,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 110,
};

interface Item {
  readonly id: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

/** An answer of `/v1/responses`. */
export function response(say: Say, count: number): object {
  return { ...head(count), status: 'completed', output: itemsOf(say, count), usage: USAGE };
}

/** The same as server-sent events, text and arguments in pieces. */
export function* responseEvents(say: Say, count: number): Generator<{ type: string }> {
  let sequence_number = 0;
  const event = (type: string, fields: object) => ({ type, sequence_number: sequence_number++, ...fields });
  yield event('response.created', { response: { ...head(count), status: 'in_progress', output: [], usage: null } });
  for (const [output_index, item] of itemsOf(say, count).entries()) {
    const place = { item_id: item.id, output_index };
    if (item.type === 'message') {
      const text = say.text ?? '';
      yield event('response.output_item.added', {
        output_index,
        item: { ...item, status: 'in_progress', content: [] },
      });
      yield event('response.content_part.added', { ...place, content_index: 0, part: textPart('') });
      for (const delta of pieces(text))
        yield event('response.output_text.delta', { ...place, content_index: 0, delta });
      yield event('response.output_text.done', { ...place, content_index: 0, text });
      yield event('response.content_part.done', { ...place, content_index: 0, part: textPart(text) });
    } else {
      const text = String(item.arguments);
      yield event('response.output_item.added', {
        output_index,
        item: { ...item, status: 'in_progress', arguments: '' },
      });
      for (const delta of pieces(text)) yield event('response.function_call_arguments.delta', { ...place, delta });
      yield event('response.function_call_arguments.done', { ...place, arguments: text, name: item.name });
    }
    yield event('response.output_item.done', { output_index, item });
  }
  yield event('response.completed', { response: response(say, count) });
}

function itemsOf({ text, calls = [] }: Say, count: number): Item[] {
  const message: Item = {
    id: `msg_${count}`,
    type: 'message',
    status: 'completed',
    role: 'assistant',
    content: [textPart(text ?? '')],
  };
  const asked = calls.map(
    ({ id, name, args }, index): Item => ({
      id: `fc_${count}_${index}`,
      type: 'function_call',
      status: 'completed',
      call_id: id,
      name,
      arguments: JSON.stringify(args),
    }),
  );
  return text === undefined ? asked : [message, ...asked];
}

function textPart(text: string): object {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

function head(count: number): object {
  return {
    id: `resp_${count}`,
    object: 'response',
    created_at: 1_700_000_000,
    model: 'gpt-4o-2024-08-06',
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
  };
}
