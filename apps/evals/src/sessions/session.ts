import type { Message } from '@headroom/agents/replay';

/** A call and its result, or words of the user, in the order of a session. */
export type Step =
  | { readonly say: string }
  | { readonly tool: string; readonly input: object; readonly output: string; readonly reply: string };

/** A whole session, and after how many messages each request was sent. */
export interface Session {
  readonly name: string;
  readonly title: string;
  readonly messages: readonly Message[];
  readonly sentAt: readonly number[];
}

const SYSTEM = 'You are a coding agent. Use the tools, keep your answers short, and say what you found.\n'.repeat(12);

/** Writes steps as a conversation. A request goes out after every user's words and after every result. */
export function writeSession(name: string, title: string, steps: readonly Step[]): Session {
  const messages: Message[] = [{ role: 'system', content: SYSTEM }];
  const sentAt: number[] = [];
  for (const [i, step] of steps.entries()) {
    if ('say' in step) {
      messages.push({ role: 'user', content: step.say });
      sentAt.push(messages.length);
      continue;
    }
    const call = { name: step.tool, arguments: JSON.stringify(step.input) };
    messages.push({
      role: 'assistant',
      content: null,
      tool_calls: [{ id: `call_${i}`, type: 'function', function: call }],
    });
    messages.push({ role: 'tool', tool_call_id: `call_${i}`, content: step.output });
    sentAt.push(messages.length);
    messages.push({ role: 'assistant', content: step.reply });
  }
  return { name, title, messages, sentAt };
}
