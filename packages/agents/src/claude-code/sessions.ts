import { countOf, type Fields, fieldsOf, known, listOf, partsText, textOf, timeOf } from '../sessions/fields.js';
import type { Unplaced } from '../sessions/session-event.js';
import type { SessionReader } from '../sessions/session-reader.js';

const KINDS = new Set(['user', 'assistant', 'system', 'summary', 'attachment', 'queue-operation', 'last-prompt']);

/** What was told last of the session, so that it is told once. */
interface State {
  readonly session: string;
}

/**
 * Transcripts of Claude Code: `projects/<folder>/<session>.jsonl`, sub-agents in `<session>/subagents/agent-<id>.jsonl`, those of
 * earlier versions among the lines of the session. Lines of one answer have the same `message.id`.
 */
export const claudeCodeSessions: SessionReader<State> = {
  agent: 'claude-code',
  recognizes: (entry) =>
    typeof entry.type === 'string' &&
    ('sessionId' in entry || 'uuid' in entry || 'leafUuid' in entry) &&
    (KINDS.has(entry.type) || 'parentUuid' in entry),
  start: { session: '' },
  read(value, state) {
    const entry = fieldsOf(value);
    const thread = textOf(entry.agentId) ?? (entry.isSidechain === true ? 'sidechain' : undefined);
    const around = known({ time: timeOf(entry.timestamp), thread });
    const session = textOf(entry.sessionId) ?? '';
    const told = session !== '' && session !== state.session && entry.type !== 'queue-operation';
    const facts = { version: textOf(entry.version), folder: textOf(entry.cwd) };
    return {
      events: [
        ...(told ? [{ ...around, type: 'session' as const, session, ...known(facts) }] : []),
        ...eventsOf(entry).map((event) => ({ ...around, ...event })),
      ],
      state: told ? { session } : state,
    };
  },
};

function eventsOf(entry: Fields): Unplaced[] {
  const message = fieldsOf(entry.message);
  if (entry.type === 'system' && entry.subtype === 'compact_boundary') return [{ type: 'compaction' }];
  if (entry.type === 'user') return saidByUser(message, entry.isMeta === true || entry.isCompactSummary === true);
  return entry.type === 'assistant' ? saidByModel(message, textOf(entry.cwd)) : [];
}

function saidByUser({ content }: Fields, isInjected: boolean): Unplaced[] {
  const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content).map(fieldsOf);
  return parts.flatMap((part): Unplaced[] => {
    const text = textOf(part.text);
    if (part.type === 'text' && text !== undefined)
      return [{ type: 'message', role: 'user', text, ...(isInjected ? { isInjected } : {}) }];
    const call = textOf(part.tool_use_id);
    if (part.type !== 'tool_result' || call === undefined) return [];
    const result = partsText(part.content);
    const isFailed = part.is_error === true;
    const code = isFailed ? /^Exit code (\d{1,3})\b/.exec(result)?.[1] : undefined;
    return [
      { type: 'result', call, text: result, isFailed, ...(code === undefined ? {} : { exitCode: Number(code) }) },
    ];
  });
}

function saidByModel(message: Fields, folder: string | undefined): Unplaced[] {
  const model = textOf(message.model)?.split('[', 1)[0];
  // What the client says in the model's place: an error of the API, a stop by the user.
  if (model?.startsWith('<')) return [];
  const by = known({ response: textOf(message.id), model });
  const content = typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content;
  const events = listOf(content).flatMap((value): Unplaced[] => {
    const part = fieldsOf(value);
    const text = textOf(part.text);
    if (part.type === 'text' && text) return [{ type: 'message', role: 'assistant', text, ...by }];
    const [id, tool] = [textOf(part.id), textOf(part.name)];
    if (part.type !== 'tool_use' || id === undefined || tool === undefined) return [];
    return [{ type: 'call', id, tool, input: part.input ?? {}, ...by, ...known({ folder }) }];
  });
  const usage = fieldsOf(message.usage);
  if (usage.input_tokens === undefined) return events;
  const counts = {
    input: countOf(usage.input_tokens),
    cached: countOf(usage.cache_read_input_tokens),
    written: countOf(usage.cache_creation_input_tokens),
    output: countOf(usage.output_tokens),
  };
  return [...events, { type: 'usage', ...by, ...counts }];
}
