import { isRecord } from '../formats/record.js';
import { withoutTool } from './close-request.js';
import type { Call, Fields, HiddenTurn, LoopDialect, PastTurn } from './loop-dialect.js';
import { isOwn, listAt, weave, without } from './own-call.js';
import { sumUsage } from './sum-usage.js';

/** Stands between the texts of two rounds. */
export const ROUND_BREAK = '\n\n';

function callOf(part: unknown): Call | undefined {
  if (!isRecord(part)) return undefined;
  const made = isRecord(part.function) ? part.function : part.custom;
  if (!isRecord(made) || typeof made.name !== 'string') return undefined;
  const id = typeof part.id === 'string' ? part.id : undefined;
  return { id, name: made.name, input: made.arguments ?? made.input };
}

const isOurs = (part: unknown) => isOwn(callOf(part));

function messageOf(response: unknown): Fields | undefined {
  const choices = listAt(response, 'choices');
  const choice = choices.length === 1 ? choices[0] : undefined;
  return isRecord(choice) && isRecord(choice.message) ? choice.message : undefined;
}

/** The tool loop over `/v1/chat/completions`. */
export const openaiChatLoop: LoopDialect = {
  name: 'openai-chat',

  calls(response) {
    const message = messageOf(response);
    return message && listAt(message, 'tool_calls').flatMap((part) => callOf(part) ?? []);
  },

  isCut: (response) => (listAt(response, 'choices')[0] as Fields | undefined)?.finish_reason === 'length',

  turnEntries: (response) => [messageOf(response)],

  resultEntries: (answers) => answers.map(({ call, text }) => ({ role: 'tool', tool_call_id: call.id, content: text })),

  hiddenResults: (answers) => openaiChatLoop.resultEntries(answers),

  grow: (request, turn, results) => ({ ...request, messages: [...listAt(request, 'messages'), ...turn, ...results] }),

  close: (request) => withoutTool(request) ?? { ...request, tool_choice: 'none' },

  visibleParts: (response) => listAt(messageOf(response), 'tool_calls').filter((part) => !isOurs(part)),

  merge(responses) {
    const last = responses.at(-1) ?? {};
    const message = messageOf(last);
    const choice = listAt(last, 'choices')[0];
    if (!message || !isRecord(choice)) return last;
    const tool_calls = openaiChatLoop.visibleParts(last);
    const content = shownText(responses);
    const rest = { ...without(message, 'tool_calls'), content };
    const calling = tool_calls.length > 0;
    const finish_reason = choice.finish_reason === 'tool_calls' && !calling ? 'stop' : choice.finish_reason;
    const merged = { ...choice, message: calling ? { ...rest, tool_calls } : rest, finish_reason };
    const usage = sumUsage(responses.map((response) => response.usage));
    return { ...last, choices: [merged], ...(usage === undefined ? {} : { usage }) };
  },

  pastTurns(request) {
    const found: PastTurn[] = [];
    let ordinal = 0;
    for (const [at, entry] of listAt(request, 'messages').entries()) {
      if (!isRecord(entry) || entry.role !== 'assistant') continue;
      const call = listAt(entry, 'tool_calls')
        .map(callOf)
        .find((made) => made !== undefined && !isOwn(made));
      if (call) found.push({ at, call, ordinal });
      ordinal++;
    }
    return found;
  },

  modelTurns: (request) =>
    listAt(request, 'messages').filter((entry) => isRecord(entry) && entry.role === 'assistant').length,

  restore(request, hidden) {
    const messages = listAt(request, 'messages');
    const restored = messages.flatMap((entry, at) => {
      const own = hidden.get(at);
      const next = messages[at + 1];
      if (!own || !isRecord(entry) || !isRecord(next) || next.role !== 'tool') return [entry];
      return [...own.before, whole(entry, own), ...own.results];
    });
    return { ...request, messages: restored };
  },
};

/** The text of all rounds as the client sees it; null when there is none. */
export function shownText(responses: readonly Fields[]): unknown {
  const texts = responses.map((response) => messageOf(response)?.content);
  const said = texts.filter((text): text is string => typeof text === 'string' && text !== '');
  return said.length > 0 ? said.join(ROUND_BREAK) : (texts.at(-1) ?? null);
}

function whole(entry: Fields, { turn, shownText: shown }: HiddenTurn): Fields {
  const spoken = isRecord(turn[0]) ? turn[0] : {};
  const content = shown !== undefined && entry.content === shown ? spoken.content : entry.content;
  return { ...entry, content, tool_calls: weave(listAt(entry, 'tool_calls'), listAt(spoken, 'tool_calls'), 0, isOurs) };
}
