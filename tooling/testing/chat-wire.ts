/** What a scripted model says: words, calls of tools, or both. */
export interface Say {
  readonly text?: string;
  readonly calls?: readonly { readonly id: string; readonly name: string; readonly args: object }[];
}

const USAGE = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 };

/** An answer of `/v1/chat/completions`. */
export function chatCompletion({ text, calls = [] }: Say, count: number): object {
  const tool_calls = calls.map(({ id, name, args }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }));
  const message = { role: 'assistant', content: text ?? null, ...(calls.length > 0 && { tool_calls }) };
  return {
    ...head(count),
    object: 'chat.completion',
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason(calls) }],
    usage: USAGE,
  };
}

/** The same as the data of server-sent events, text and arguments in pieces. */
export function* chatEvents({ text = '', calls = [] }: Say, count: number): Generator<object> {
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    ...head(count),
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason }],
  });
  yield chunk({ role: 'assistant', content: '' });
  for (const piece of pieces(text)) yield chunk({ content: piece });
  for (const [index, { id, name, args }] of calls.entries()) {
    yield chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] });
    for (const piece of pieces(JSON.stringify(args)))
      yield chunk({ tool_calls: [{ index, function: { arguments: piece } }] });
  }
  yield chunk({}, finishReason(calls));
  yield { ...head(count), object: 'chat.completion.chunk', choices: [], usage: USAGE };
}

/** A text in pieces of a few characters, as models send it. */
export function pieces(text: string): string[] {
  return text.match(/[\s\S]{1,7}/g) ?? [];
}

function head(count: number): object {
  return { id: `chatcmpl-${count}`, created: 1_700_000_000, model: 'gpt-4o-2024-08-06' };
}

function finishReason(calls: readonly object[]): string {
  return calls.length > 0 ? 'tool_calls' : 'stop';
}
