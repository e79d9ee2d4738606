import { random } from '../random.js';
import { type Arm, rewriting } from './arm.js';

const LOREM = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit. ';

const bad = (name: string, title: string, change: Parameters<typeof rewriting>[1]): Arm =>
  rewriting({ name, title, kind: 'self-test' }, change);

/** Arms that are known beforehand to be as good as nothing, or bad: the evaluation has to say so. */
export const SELF_TEST_ARMS: readonly Arm[] = [
  bad('identity', 'Self-test: identity', (text) => text),
  bad('head', 'Self-test: the first 1,500 characters', (text) => text.slice(0, 1500)),
  bad('drop-half', 'Self-test: every second line, by chance', (text) => {
    const next = random(text.length);
    return (
      text
        .split(/(?<=\n|\},)/)
        .filter(() => next() < 0.5)
        .join('') || '.'
    );
  }),
  bad('keep-needles', 'Self-test: nothing but the needles', (text, _at, _count, { needles }) => {
    const lines = text.split(/(?<=\n|\},)/);
    const kept = lines.filter((line) => needles.some((needle) => line.includes(needle)));
    return kept.join('') || lines.slice(0, 3).join('').slice(0, 300) || '.';
  }),
  bad('lorem', 'Self-test: lorem ipsum', (text) =>
    LOREM.repeat(Math.max(1, Math.floor(text.length / LOREM.length / 4))),
  ),
  bad(
    'expander',
    'Self-test: everything and a quarter more',
    (text) => `${text}\n${LOREM.repeat(Math.ceil(text.length / LOREM.length / 4))}`,
  ),
];
