import { isFields } from '../fields.js';
import { type Told, valuesIn } from '../told.js';

/**
 * Reads the end of a transcript (JSON lines, the first and the last perhaps cut, unknown entries among them). What the client
 * itself puts in the user's mouth is left out, and the messages begin with what a user says.
 */
export function readTranscript(tail: string): Told {
  const messages: { role: string; content: unknown }[] = [];
  let model: string | undefined;
  for (const entry of valuesIn(tail)) {
    if (!isFields(entry) || (entry.type !== 'user' && entry.type !== 'assistant')) continue;
    if (entry.isMeta === true || !isFields(entry.message)) continue;
    const { content, model: by } = entry.message;
    if (typeof content !== 'string' && !Array.isArray(content)) continue;
    if (entry.type === 'assistant' && typeof by === 'string' && !by.startsWith('<')) model = by;
    messages.push({ role: entry.type, content });
  }
  return { messages, model: model?.split('[', 1)[0] };
}

/**
 * The transcripts that may hold what was said to the agent that made a call, the best first: a sub-agent has one of its own beside
 * the session's, which may not be written yet when its first call ends.
 */
export function transcriptsOf(path: string, agentId: string | undefined): readonly string[] {
  if (agentId === undefined || !/^[\w-]+$/.test(agentId)) return [path];
  return [`${path.replace(/\.jsonl$/, '')}/subagents/agent-${agentId}.jsonl`, path];
}

/** What the sub-agents of the session's last turn were started with. */
export function promptsOf({ messages }: Told): readonly string[] {
  const last = messages.findLast(({ role }) => role === 'assistant');
  const blocks: readonly unknown[] = Array.isArray(last?.content) ? last.content : [];
  return blocks.flatMap((block) => {
    if (!isFields(block) || block.type !== 'tool_use' || !isFields(block.input)) return [];
    return typeof block.input.prompt === 'string' ? [block.input.prompt] : [];
  });
}
