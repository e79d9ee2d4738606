import { isFields } from './hook-event.js';

/** What was said before a call, in the form of the Messages API, and by which model. */
export interface Told {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly model: string | undefined;
}

/**
 * Reads the end of a transcript (JSON lines, the first and the last perhaps cut, unknown entries among them). What the client
 * itself puts in the user's mouth is left out, and the messages begin with what a user says.
 */
export function readTranscript(tail: string): Told {
  const messages: { role: string; content: unknown }[] = [];
  let model: string | undefined;
  for (const line of tail.split('\n')) {
    const entry = parsed(line);
    if (!isFields(entry) || (entry.type !== 'user' && entry.type !== 'assistant')) continue;
    if (entry.isMeta === true || !isFields(entry.message)) continue;
    const { content, model: by } = entry.message;
    if (typeof content !== 'string' && !Array.isArray(content)) continue;
    if (entry.type === 'assistant' && typeof by === 'string' && !by.startsWith('<')) model = by;
    messages.push({ role: entry.type, content });
  }
  return { messages, model: model?.split('[', 1)[0] };
}

function parsed(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The transcript that holds what was said to the agent that made a call: a sub-agent has one of its own beside the session's. */
export function transcriptOf(path: string, agentId: string | undefined): string {
  if (agentId === undefined || !/^[\w-]+$/.test(agentId)) return path;
  return `${path.replace(/\.jsonl$/, '')}/subagents/agent-${agentId}.jsonl`;
}
