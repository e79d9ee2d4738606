import { actionOf, inputOf, leavesOf } from './actions.js';
import { contentText, type Message } from './message.js';
import { hasLine, says } from './says.js';
import type { Used } from './strings.js';

/** Something an action needs that stood in an earlier result and nowhere else. */
export interface Need {
  readonly where: 'used' | 'said' | 'anchor';
  /** The readings of a string that were learnt, one of which is enough; none of an anchor. */
  readonly strings: readonly Used[];
  /** The lines of an anchor, all of which are needed. */
  readonly lines: readonly string[];
  /** The messages it can come from. */
  readonly sources: readonly number[];
}

/** One call of the model: how many messages it was sent, and what it did next needs. */
export interface Step {
  readonly end: number;
  readonly needs: readonly Need[];
}

interface Result {
  readonly at: number;
  readonly text: string;
}

const SHORTEST_LINE = 8;

/** A path also as its last parts: agents put their own folder before what they saw. */
function readingsOf(string: Used): Used[] {
  if (string.kind !== 'path') return [string];
  const parts = string.text.split('/').filter(Boolean);
  const tails = parts.map((_, i) => parts.slice(i).join('/')).slice(1);
  const telling = tails.filter((tail) => tail.includes('/') || (/\.\w+$/.test(tail) && tail.length >= 8));
  return [string, ...telling.map((text): Used => ({ kind: 'path', text }))];
}

/** What a conversation has said outside of results, and what results have said. */
class Learnt {
  #own = '';
  readonly #results: Result[] = [];

  add(message: Message, at: number): void {
    const text = contentText(message.content);
    if (message.role === 'tool') this.#results.push({ at, text });
    else this.#own += `\n${text}`;
    for (const { function: call } of message.tool_calls ?? []) {
      const leaves = leavesOf(inputOf(call.arguments)).map((leaf) => leaf.text);
      this.#own += `\n${leaves.join('\n')}\n${call.arguments}`;
    }
  }

  need(where: 'used' | 'said', string: Used): Need | undefined {
    const strings: Used[] = [];
    const sources = new Set<number>();
    for (const reading of readingsOf(string)) {
      if (this.#own.includes(reading.text)) break;
      const from = this.#results.filter(({ text }) => says(text, reading));
      if (from.length > 0) strings.push(reading);
      for (const { at } of from) sources.add(at);
    }
    return strings.length > 0 ? { where, strings, lines: [], sources: [...sources] } : undefined;
  }

  anchor(old: string): Need | undefined {
    const own = (line: string) => line.trim().length < SHORTEST_LINE || this.#own.includes(line.trim());
    const sources = new Set<number>();
    const lines = [...new Set(old.split('\n'))].filter((line) => {
      if (own(line)) return false;
      const from = this.#results.filter(({ text }) => hasLine(text, line));
      for (const { at } of from) sources.add(at);
      return from.length > 0;
    });
    return lines.length > 0 ? { where: 'anchor', strings: [], lines, sources: [...sources] } : undefined;
  }
}

/** Leaves out strings that stand in an argument which was learnt as a whole. */
function outermost(needs: readonly Need[]): Need[] {
  const phrases = needs.flatMap(({ strings: [first] }) => (first?.isArgument ? [first.text] : []));
  const inside = ({ text }: Used) => phrases.some((phrase) => phrase !== text && phrase.includes(text));
  return needs.filter(({ strings: [first] }) => !first || !inside(first));
}

/** What each action of a session needs from the results before it. */
export function planOf(messages: readonly Message[]): Step[] {
  const learnt = new Learnt();
  const steps: Step[] = [];
  for (const [at, message] of messages.entries()) {
    if (message.role === 'assistant') {
      const { anchors, used, said } = actionOf(message);
      const needs = [
        ...used.map((string) => learnt.need('used', string)),
        ...said.map((string) => learnt.need('said', string)),
        ...anchors.map((old) => learnt.anchor(old)),
      ].filter((need) => need !== undefined);
      steps.push({ end: at, needs: outermost(needs) });
    }
    learnt.add(message, at);
  }
  return steps;
}
