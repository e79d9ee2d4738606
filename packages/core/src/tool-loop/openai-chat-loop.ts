import { NOT_SHOWN } from '../ccr/answer.js';
import { isRecord } from '../formats/record.js';
import type { Call, Fields, LoopDialect } from './loop-dialect.js';
import { messageTurns } from './message-turns.js';
import { listAt, without } from './own-call.js';
import { sumUsage } from './sum-usage.js';
import { textOf } from './turn-sign.js';

/** Stands between the texts of two rounds. */
export const ROUND_BREAK = '\n\n';

function callOf(part: unknown): Call | undefined {
  if (!isRecord(part)) return undefined;
  const made = isRecord(part.function) ? part.function : part.custom;
  if (!isRecord(made) || typeof made.name !== 'string') return undefined;
  const id = typeof part.id === 'string' ? part.id : undefined;
  return { id, name: made.name, input: made.arguments ?? made.input };
}

function messageOf(response: unknown): Fields | undefined {
  const choices = listAt(response, 'choices');
  const choice = choices.length === 1 ? choices[0] : undefined;
  return isRecord(choice) && isRecord(choice.message) ? choice.message : undefined;
}

/** The tool loop over `/v1/chat/completions`. */
export const openaiChatLoop: LoopDialect = {
  ...messageTurns({
    name: 'openai-chat',
    list: 'messages',
    role: 'assistant',
    parts: 'tool_calls',
    messageOf,
    callOf,
    results: (answers) =>
      answers.map(({ call, text, picture }) => ({
        role: 'tool',
        tool_call_id: call.id,
        content: picture ? `${text} ${NOT_SHOWN}` : text,
      })),
    isResult: (message) => isRecord(message) && message.role === 'tool',
    words: (messages) => textOf(messages.length === 1 ? messages[0]?.content : joinedText(messages)),
    unmerged({ content }, { before, turn }) {
      const spoken = [...before, ...turn].filter((message) => isRecord(message) && message.role === 'assistant');
      return content === joinedText(spoken) && isRecord(turn[0]) ? { content: turn[0].content } : {};
    },
  }),

  isCut: (response) => (listAt(response, 'choices')[0] as Fields | undefined)?.finish_reason === 'length',

  merge(responses) {
    const last = responses.at(-1) ?? {};
    const message = messageOf(last);
    const choice = listAt(last, 'choices')[0];
    if (!message || !isRecord(choice)) return last;
    const tool_calls = openaiChatLoop.visibleParts(last);
    const rest = { ...without(message, 'tool_calls'), content: joinedText(responses.map(messageOf)) };
    const calling = tool_calls.length > 0;
    const finish_reason = choice.finish_reason === 'tool_calls' && !calling ? 'stop' : choice.finish_reason;
    const merged = { ...choice, message: calling ? { ...rest, tool_calls } : rest, finish_reason };
    const usage = sumUsage(responses.map((response) => response.usage));
    return { ...last, choices: [merged], ...(usage === undefined ? {} : { usage }) };
  },
};

/** The text of all rounds as the client sees it; null when there is none. */
function joinedText(messages: readonly unknown[]): unknown {
  const texts = messages.map((message) => (isRecord(message) ? message.content : undefined));
  const said = texts.filter((text): text is string => typeof text === 'string' && text !== '');
  return said.length > 0 ? said.join(ROUND_BREAK) : (texts.at(-1) ?? null);
}
