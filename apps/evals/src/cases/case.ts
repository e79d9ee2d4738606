import type { Message } from '@headroom/agents/replay';

/** A tool result, the question it must answer, and a way to see which facts of the answer a text still has. */
export interface Case {
  readonly id: string;
  /** The sort of text: `log`, `search`, … */
  readonly kind: string;
  readonly question: string;
  readonly messages: readonly Message[];
  /** What the answer needs, for people. */
  readonly facts: readonly string[];
  /** For each fact: is it literally in the text? */
  found(text: string): readonly boolean[];
}
