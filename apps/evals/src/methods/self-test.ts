import type { Case } from '../cases/case.js';
import { mapToolTexts, toolText } from '../chat.js';
import { random } from '../random.js';
import type { Method } from './method.js';

const rewriting = (name: string, change: (text: string) => string): Method => ({
  name,
  title: name,
  run: async (messages) => ({ messages: mapToolTexts(messages, change) }),
});

const LOREM = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit.';

/** Bad methods, to test the evaluation itself: none of them may pass. */
export const BAD_METHODS: readonly Method[] = [
  rewriting('truncate', (text) => text.slice(0, 2000)),
  rewriting('drop-random', (text) => {
    const next = random(text.length);
    return (
      text
        .split('\n')
        .filter(() => next() < 0.5)
        .join('\n') || '.'
    );
  }),
  rewriting('lorem', (text) => LOREM.repeat(Math.max(1, Math.floor(text.length / LOREM.length / 4)))),
  rewriting('expander', (text) => `${text}\n${LOREM.repeat(8)}`),
];

/** Knows what will be asked and keeps nothing else: passes every check that only looks for the needles. */
export function keepOnlyNeedles(cases: readonly Case[]): Method {
  const facts = new Map(cases.map((one) => [toolText(one.messages), one.facts.join('\n')]));
  return rewriting('keep-only-needles', (text) => facts.get(text) || text.split('\n').slice(0, 3).join('\n'));
}
