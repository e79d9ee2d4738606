import type { Message } from '@headroom/agents/replay';
import { createHeadroom, type HeadroomOptions } from '@headroom/core';
import { MODEL, toolText } from '../chat.js';
import type { Method } from './method.js';

/** Follows every key in a text, as a model would, and returns the originals. */
export async function followKeys(
  text: string,
  retrieve: (hash: string) => Promise<{ status: string; text?: string }>,
): Promise<string> {
  const keys = new Set([...text.matchAll(/hash=([0-9a-f]{24})/g)].map((found) => found[1] ?? ''));
  const answers = await Promise.all([...keys].map((key) => retrieve(key)));
  return answers.flatMap((answer) => (answer.status === 'found' ? [answer.text ?? ''] : [])).join('\n');
}

/** This library, with an engine of its own for every conversation: nothing is carried over from case to case. */
export function headroom(name: string, title: string, options: HeadroomOptions = {}): Method {
  return {
    name,
    title,
    async run(messages) {
      const engine = createHeadroom({ model: MODEL, ...options });
      const result = await engine.compress([...messages]);
      const after = result.messages as Message[];
      return { messages: after, recover: () => followKeys(toolText(after), (key) => engine.retrieve(key)) };
    },
  };
}
