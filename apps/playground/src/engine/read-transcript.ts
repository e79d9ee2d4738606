import { conversationsOf } from '../../../../packages/agents/src/sessions/conversation.js';
import { readerOf, recognized } from '../../../../packages/agents/src/sessions/readers.js';
import type { SessionEvent } from '../../../../packages/agents/src/sessions/session-event.js';
import { asRequest } from '../../../../packages/cli/src/report/as-request.js';

/** One conversation of a transcript, as a request for the engine. */
export interface Told {
  readonly request: object;
  readonly model: string | undefined;
}

/** Lines among which the first that an agent's transcripts begin with is looked for. */
const FIRST_LINES = 20;

/** The conversations of a transcript of Claude Code, Codex or Gemini CLI, or none where nobody knows it for theirs. */
export async function readTranscript(
  entries: readonly unknown[],
): Promise<{ readonly agent: string; readonly told: Told[] } | undefined> {
  const agent = entries.slice(0, FIRST_LINES).map(recognized).find(Boolean);
  const reader = agent && readerOf(agent);
  if (!agent || !reader) return undefined;
  let state = reader.start;
  const readings = entries.map((entry, nth) => {
    const step = reader.read(entry, state);
    state = step.state;
    return { events: step.events.map((event) => ({ ...event, line: nth + 1 }) as SessionEvent) };
  });
  const told: Told[] = [];
  for await (const conversation of conversationsOf(agent, inOrder(readings)))
    told.push({ request: asRequest(conversation).request, model: conversation.model });
  return told.length === 0 ? undefined : { agent, told };
}

async function* inOrder<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list;
}
