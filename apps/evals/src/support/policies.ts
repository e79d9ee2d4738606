import type { Message } from '@headroom/agents/replay';
import { createHeadroom, type HeadroomOptions } from '@headroom/core';
import { MODEL, mapToolTexts, textTokens } from '../chat.js';
import type { Method } from '../methods/method.js';

export type Send = (messages: readonly Message[]) => Promise<readonly Message[]>;

/** What an agent does with its conversation before each call. */
export interface Policy {
  readonly name: string;
  readonly title: string;
  /** Called once a session; what comes back is called once a request, with the conversation so far. */
  start(): Send;
}

const LONGEST = 2000;
const KEPT_RESULTS = 10;

function engine(name: string, title: string, options: HeadroomOptions = {}): Policy {
  return {
    name,
    title,
    start() {
      const headroom = createHeadroom({ model: MODEL, ...options });
      return async (messages) => (await headroom.compress([...messages])).messages as Message[];
    },
  };
}

const always = (name: string, title: string, change: (messages: readonly Message[]) => readonly Message[]): Policy => ({
  name,
  title,
  start: () => async (messages) => change(messages),
});

/** The first and the last 1,000 tokens, by the mean length of a token in the text. */
function headAndTail(text: string): string {
  const tokens = textTokens(text);
  if (tokens <= LONGEST) return text;
  const half = Math.floor((text.length * LONGEST) / tokens / 2);
  return `${text.slice(0, half)}\n[… ${tokens - LONGEST} tokens left out …]\n${text.slice(-half)}`;
}

function maskOld(messages: readonly Message[]): Message[] {
  const results = messages.filter(({ role }) => role === 'tool');
  const kept = new Set(results.slice(-KEPT_RESULTS));
  return messages.map((one) => (one.role === 'tool' && !kept.has(one) ? { ...one, content: '[Left out]' } : one));
}

const cut = new Map<string, string>();
const cutOnce = (text: string) => {
  const known = cut.get(text) ?? headAndTail(text);
  cut.set(text, known);
  return known;
};

export const noCompression = always('none', 'No compression', (messages) => messages);

/** All that is set side by side; the first is judged. */
export const POLICIES: readonly Policy[] = [
  engine('balanced', 'Headroom for TypeScript, balanced'),
  engine('lossless', 'Headroom for TypeScript, lossless', { mode: 'lossless' }),
  noCompression,
  always('truncation', 'Truncation to 2,000 tokens a result', (messages) => mapToolTexts(messages, cutOnce)),
  always('masking', 'Masking all but the last 10 results', maskOld),
  always('empty', 'Every result empty', (messages) => mapToolTexts(messages, () => '')),
];

/** A method of the other tasks as a policy. */
export function policyOf({ name, title, run }: Method): Policy {
  return { name, title, start: () => async (messages) => (await run(messages)).messages };
}
