import { type Item, type TaskSource, verdict } from './item.js';
import { listed } from './listed.js';
import { findData, jsonLines, nameOf, shortHash } from './read-data.js';
import { shuffled } from './shuffled.js';

interface Problem {
  readonly question: string;
  readonly answer: string;
}

/**
 * The number that a solution ends with, by the rule of the data set's authors (`grade_school_math/dataset.py`): what follows the first
 * `#### `, without commas; undefined where there is none, which is never right.
 */
export function finalNumber(solution: string): string | undefined {
  return /#### (-?[0-9.,]+)/.exec(solution)?.[1]?.replaceAll(',', '');
}

const END = 'end with a line "#### " and the number alone';

/** What an item is made from besides its own text: the task's name, the seed and the texts that stand around it in a list. */
interface From {
  readonly task: string;
  readonly seed: number;
  readonly all: readonly Problem[];
}

function itemOf({ question, answer }: Problem, nth: number, { task, seed, all }: From): Item {
  const expected = finalNumber(answer);
  const check: Item['check'] = ({ text }) => verdict(finalNumber(text) === expected, text);
  if (nth % 2 === 0) {
    const says = [`Solve this, briefly, and ${END}: ${question}`];
    return {
      id: `${task}/alone/${shortHash(question)}`,
      task,
      says,
      tools: [],
      system: 'You solve problems step by step.',
      open: () => ({ call: () => undefined }),
      check,
    };
  }
  const { id, tool, open } = listed(
    all.map((one) => one.question),
    question,
    'read_problems',
    seed + nth,
  );
  const says = [`Call read_problems and solve ${id}, briefly; ${END}.`];
  return { id: `${task}/listed/${shortHash(question)}`, task, says, tools: [tool], open, check };
}

export const gsm8k: TaskSource = {
  name: 'gsm8k',
  title: 'Grade-school problems, the final number (Cobbe et al. 2021); alone, and as one of a list',
  tier: 1,
  data: 'gsm8k-test.jsonl of openai/grade-school-math, MIT; else 24 problems of our own in its format',
  items(given) {
    const { text, isOwn } = findData(given.data, ['gsm8k-test.jsonl', 'gsm8k.jsonl'], 'gsm8k.jsonl');
    const all = shuffled(jsonLines<Problem>(text), given.seed);
    return all
      .slice(0, given.count)
      .map((problem, nth) => itemOf(problem, nth, { task: nameOf('gsm8k', isOwn), seed: given.seed, all }));
  },
};
