import { HEAD, TAIL } from '../../pack/frame.js';

/**
 * One turn of a conversation, as far as placing looks at it. `user`: somebody's words. `model`: what a model said or a tool
 * returned. `aside`: anything else, such as a system prompt.
 */
export interface ToldTurn {
  readonly role: 'user' | 'model' | 'aside';
  /** The words; of a model's turn also the ids of its calls, without its reasoning. */
  readonly text: string;
}

/** How every frame begins, those of other releases too: sessions keep them. */
const OPENING = HEAD.slice(0, HEAD.indexOf('"') + 1);

/** True where something recalled stands in a text already. */
export function isPlaced(text: string): boolean {
  return text.includes(OPENING);
}

/** A text without what was recalled into it. */
export function withoutPlaced(text: string): string {
  let rest = text;
  for (let from = rest.indexOf(OPENING); from >= 0; from = rest.indexOf(OPENING)) {
    const end = rest.indexOf(TAIL, from);
    rest = rest.slice(0, from).trimEnd() + (end < 0 ? '' : rest.slice(end + TAIL.length));
  }
  return rest;
}
