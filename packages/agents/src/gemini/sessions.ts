import { countOf, type Fields, fieldsOf, known, listOf, partsText, textOf, timeOf } from '../sessions/fields.js';
import type { Unplaced } from '../sessions/session-event.js';
import type { SessionReader } from '../sessions/session-reader.js';
import { shellOutput } from './shell-output.js';

interface State {
  /** Messages that were told, the newest last, with what of them: a line with the same id tells a message again, with more. */
  readonly told: readonly (readonly [id: string, text: boolean, calls: readonly string[]])[];
  readonly hasBegun: boolean;
}

const REMEMBERED = 50;

/**
 * Transcripts of Gemini CLI: `tmp/<project>/chats/session-<time>-<id>.jsonl`, messages and changes (`$set`, `$rewindTo`), or one
 * JSON value with all `messages` as earlier versions wrote them.
 */
export const geminiCliSessions: SessionReader<State> = {
  agent: 'gemini-cli',
  recognizes: (entry) => 'projectHash' in entry && 'sessionId' in entry,
  start: { told: [], hasBegun: false },
  read(value, state) {
    const entry = fieldsOf(value);
    const changes = fieldsOf(entry.$set);
    if ('projectHash' in entry) {
      const all = messages(listOf(entry.messages), { ...state, hasBegun: true });
      return { ...all, events: [factsOf(entry), ...all.events] };
    }
    if ('$rewindTo' in entry) return { events: [{ type: 'compaction' }], state };
    if ('$set' in entry) {
      if (!Array.isArray(changes.messages)) return { events: [], state };
      const isNew = state.told.length === 0;
      const all = messages(changes.messages, { told: [], hasBegun: true });
      return { ...all, events: isNew ? all.events : [{ type: 'compaction' }, ...all.events] };
    }
    return messages([entry], state);
  },
};

function factsOf(entry: Fields): Unplaced {
  const isSubAgent = entry.kind === 'subagent' || undefined;
  const facts = { folder: textOf(listOf(entry.directories)[0]), isSubAgent, time: timeOf(entry.startTime) };
  return { type: 'session', session: textOf(entry.sessionId) ?? '', ...known(facts) };
}

function messages(list: readonly unknown[], from: State): { readonly events: Unplaced[]; readonly state: State } {
  const events: Unplaced[] = [];
  let state = from;
  for (const one of list) {
    const [more, next] = message(fieldsOf(one), state);
    events.push(...more);
    state = next;
  }
  return { events, state };
}

function message(entry: Fields, state: State): readonly [readonly Unplaced[], State] {
  const id = textOf(entry.id);
  if (id === undefined || (entry.type !== 'user' && entry.type !== 'gemini')) return [[], state];
  const [, hadText = false, hadCalls = []] = state.told.find(([known]) => known === id) ?? [];
  const text = partsText(entry.content);
  const time = known({ time: timeOf(entry.timestamp) });
  const events = entry.type === 'user' ? said(text) : answered(entry, id, { text: hadText ? '' : text, hadCalls });
  const calls = listOf(entry.toolCalls).map(fieldsOf);
  const now = [...hadCalls, ...calls.map(keyOf), ...calls.filter(isDone).map(resultKeyOf)];
  const rest = state.told.filter(([other]) => other !== id).slice(1 - REMEMBERED);
  const told: State['told'] = [...rest, [id, hadText || text !== '', [...new Set(now)]]];
  // The user's turn with the results of calls repeats what the calls themselves tell; the same line again is no news.
  const isNews = entry.type === 'gemini' || !hadText;
  return [isNews ? events.map((event) => ({ ...time, ...event })) : [], { ...state, told }];
}

function said(text: string): Unplaced[] {
  const isInjected = text.startsWith('<session_context>');
  return text ? [{ type: 'message', role: 'user', text, ...(isInjected ? { isInjected } : {}) }] : [];
}

const isDone = (call: Fields): boolean => listOf(call.result).length > 0;
const keyOf = ({ id }: Fields): string => `call ${textOf(id) ?? ''}`;
const resultKeyOf = ({ id }: Fields): string => `result ${textOf(id) ?? ''}`;

function answered(
  entry: Fields,
  response: string,
  { text, hadCalls }: { readonly text: string; readonly hadCalls: readonly string[] },
): Unplaced[] {
  const by = { response, ...known({ model: textOf(entry.model) }) };
  const events: Unplaced[] = text ? [{ type: 'message', role: 'assistant', text, ...by }] : [];
  const calls = listOf(entry.toolCalls).map(fieldsOf);
  for (const call of calls.filter((one) => !hadCalls.includes(keyOf(one)))) {
    const [id = '', tool = 'unknown'] = [textOf(call.id), textOf(call.name)];
    events.push({ type: 'call', id, tool, input: call.args ?? {}, ...by });
  }
  for (const call of calls.filter((one) => isDone(one) && !hadCalls.includes(resultKeyOf(one))))
    events.push(resultOf(call));
  const tokens = fieldsOf(entry.tokens);
  if (tokens.input === undefined || hadCalls.length > 0) return events;
  const cached = countOf(tokens.cached);
  const input = Math.max(0, countOf(tokens.input) - cached);
  const output = countOf(tokens.output) + countOf(tokens.thoughts);
  return [...events, { type: 'usage', ...by, input, cached, written: 0, output }];
}

function resultOf(call: Fields): Unplaced {
  const texts = listOf(call.result).flatMap((part) => {
    const response = fieldsOf(fieldsOf(fieldsOf(part).functionResponse).response);
    const text = textOf(response.output) ?? textOf(response.error);
    if (text !== undefined) return [text];
    return Object.keys(response).length > 0 ? [JSON.stringify(response)] : [];
  });
  const text = texts.join('\n');
  const ended = shellOutput(text);
  const { exitCode = 0 } = ended ?? {};
  const isFailed = call.status === 'error' || call.status === 'cancelled' || exitCode !== 0;
  return { type: 'result', call: textOf(call.id) ?? '', text, isFailed, ...ended };
}
