import { inputOf } from '../replay/actions.js';
import { countOf, type Fields, fieldsOf, known, listOf, partsText, textOf, timeOf } from '../sessions/fields.js';
import type { Unplaced } from '../sessions/session-event.js';
import type { SessionReader } from '../sessions/session-reader.js';
import { execOutput } from './exec-output.js';

interface State {
  /** The answer that is being told. It ends with its usage, and where a result or the user comes. */
  readonly answer: number;
  readonly isOpen: boolean;
  readonly model?: string;
  /** True once the newer record of usage was seen: the older one then says the same again. */
  readonly hasRecords?: boolean;
}

type Step = readonly [events: readonly Unplaced[], state: State];

/**
 * Transcripts of Codex: `sessions/YYYY/MM/DD/rollout-<time>-<id>.jsonl`, envelopes `{timestamp, type, payload}`. What the model was
 * sent are the `response_item`s; the `event_msg`s tell the same to the screen and are passed over. Sub-agents have files of their own.
 */
export const codexSessions: SessionReader<State> = {
  agent: 'codex',
  recognizes: ({ type, payload }) =>
    typeof payload === 'object' &&
    /^(?:session_meta|response_item|turn_context|event_msg|compacted)$/.test(String(type)),
  start: { answer: 0, isOpen: false },
  read(value, state) {
    const entry = fieldsOf(value);
    const [events, next] = step(textOf(entry.type) ?? '', fieldsOf(entry.payload), state);
    const time = known({ time: timeOf(entry.timestamp) });
    return { events: events.map((event) => ({ ...time, ...event })), state: next };
  },
};

function step(type: string, payload: Fields, state: State): Step {
  switch (type) {
    case 'session_meta':
      return [[factsOf(payload)], state];
    case 'turn_context':
      return [[], { ...state, ...known({ model: textOf(payload.model) }) }];
    case 'response_item':
      return item(payload, state);
    case 'token_usage_record':
      return usage(fieldsOf(payload.usage), { ...state, hasRecords: true });
    case 'event_msg': {
      const isUsage = payload.type === 'token_count' && !state.hasRecords;
      return isUsage ? usage(fieldsOf(fieldsOf(payload.info).last_token_usage), state) : [[], state];
    }
    case 'compacted':
      return compacted(payload, state);
    default:
      return [[], state];
  }
}

function factsOf(payload: Fields): Unplaced {
  const { source } = payload;
  const isSubAgent = typeof source === 'object' && source !== null && 'subagent' in source;
  const facts = {
    version: textOf(payload.cli_version),
    folder: textOf(payload.cwd),
    isSubAgent: isSubAgent || undefined,
  };
  return { type: 'session', session: textOf(payload.id) ?? '', ...known(facts) };
}

const closed = (state: State): State => ({ ...state, answer: state.answer + 1, isOpen: false });

/** What the client says in the user's place. */
const INJECTED =
  /^(?:<(?:environment_context|user_instructions|turn_aborted|skills_instructions)>|# AGENTS\.md instructions)/;

function item(payload: Fields, state: State): Step {
  const by = { response: `answer-${state.answer}`, ...known({ model: state.model }) };
  const call = textOf(payload.call_id) ?? '';
  switch (payload.type) {
    case 'message':
      return message(payload, state, by);
    case 'function_call': {
      const input = inputOf(textOf(payload.arguments) ?? '{}');
      return [[{ type: 'call', id: call, tool: toolOf(payload), input, ...by }], { ...state, isOpen: true }];
    }
    case 'custom_tool_call':
      return [
        [{ type: 'call', id: call, tool: toolOf(payload), input: textOf(payload.input) ?? '', ...by }],
        { ...state, isOpen: true },
      ];
    case 'local_shell_call':
      return [
        [{ type: 'call', id: call, tool: 'local_shell', input: payload.action ?? {}, ...by }],
        { ...state, isOpen: true },
      ];
    case 'function_call_output':
    case 'custom_tool_call_output':
      return [[resultOf(call, payload.output)], state.isOpen ? closed(state) : state];
    default:
      return [[], state];
  }
}

function message(payload: Fields, state: State, by: { readonly response: string }): Step {
  const text = partsText(payload.content);
  if (payload.role === 'assistant')
    return [text ? [{ type: 'message', role: 'assistant', text, ...by }] : [], { ...state, isOpen: true }];
  const role = payload.role === 'user' ? 'user' : 'system';
  const isInjected = role === 'system' || INJECTED.test(text);
  const said: Unplaced = { type: 'message', role, text, ...(isInjected ? { isInjected } : {}) };
  return [text ? [said] : [], state.isOpen ? closed(state) : state];
}

const toolOf = ({ name, namespace }: Fields): string =>
  [textOf(namespace), textOf(name)].filter(Boolean).join('__') || 'unknown';

/** A string, a list of parts, or (earlier) JSON with the output and its exit code. */
function resultOf(call: string, output: unknown): Unplaced {
  const text =
    typeof output === 'object' && !Array.isArray(output) ? partsText(fieldsOf(output).content) : partsText(output);
  const ended = execOutput(text);
  const isFailed = (ended.exitCode !== undefined && ended.exitCode !== 0) || /^Script failed\b/.test(text);
  return { type: 'result', call, text, isFailed, ...ended };
}

function usage(counts: Fields, state: State): Step {
  const next = state.isOpen ? closed(state) : state;
  if (counts.input_tokens === undefined) return [[], next];
  const cached = countOf(counts.cached_input_tokens);
  const written = countOf(counts.cache_write_input_tokens);
  const input = Math.max(0, countOf(counts.input_tokens) - cached - written);
  const by = { response: `answer-${state.answer}`, ...known({ model: state.model }) };
  const event: Unplaced = { type: 'usage', ...by, input, cached, written, output: countOf(counts.output_tokens) };
  return [[event], next];
}

/** What the session goes on with: the history that replaces the earlier one, or the summary. */
function compacted(payload: Fields, state: State): Step {
  let next = closed(state);
  const events: Unplaced[] = [{ type: 'compaction' }];
  const history = listOf(payload.replacement_history);
  for (const kept of history) {
    const [more, after] = item(fieldsOf(kept), next);
    events.push(...more);
    next = after;
  }
  const text = textOf(payload.message);
  if (history.length === 0 && text) events.push({ type: 'message', role: 'user', text, isInjected: true });
  return [events, closed(next)];
}
