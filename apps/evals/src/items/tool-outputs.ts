import { fixtures } from '../cases/fixtures.js';
import type { Question } from '../questions/question.js';
import { sources } from '../questions/questions.js';
import { hasToken } from '../questions/whole-token.js';
import { type Item, type TaskSource, verdict } from './item.js';
import { readOutput } from './needle.js';
import { shuffled } from './shuffled.js';

const LONGEST_ANSWER = 1600;
/** The same words whatever marks and spaces stand between them. */
const plain = (text: string) => text.replace(/[\s"',;`]+/g, ' ');

function holds(answer: string, expected: string): boolean {
  return hasToken(answer, expected) || plain(answer).includes(plain(expected));
}

function itemOf(id: string, text: string, { type, ask, expects = [] }: Question, planted: readonly string[]): Item {
  return {
    id,
    task: 'tool-outputs',
    says: [`Call read_output and answer, in the words of the output: ${ask}`],
    tools: [readOutput],
    // Whoever made the text knew these; nobody knew what would be asked.
    needles: planted.length > 0 ? planted : type === 'error' ? expects : [],
    open: () => ({ call: (tool) => (tool === 'read_output' ? text : `There is no tool ${tool}.`) }),
    check({ text: answer }) {
      const found = expects.filter((one) => holds(answer, one)).length;
      const isShort = answer.length < LONGEST_ANSWER;
      return verdict(isShort && found === expects.length, answer, isShort ? found / expects.length : 0);
    },
  };
}

/** Real outputs of tools, and questions made from them that can be told right from wrong. */
export const toolOutputs: TaskSource = {
  name: 'tool-outputs',
  title: 'Questions about outputs of tools: values by id, extremes, errors, definitions',
  tier: 1,
  data: 'the compressors’ fixtures and generated outputs; Apache-2.0, as this project',
  items({ seed, count }) {
    const planted = new Map(fixtures().map(({ id, facts }) => [id, facts]));
    const items = sources().flatMap(({ id, text, questions }) =>
      questions
        .filter(
          ({ expects, type }, i) =>
            expects && (type !== 'error' || i === questions.findIndex((one) => one.type === 'error')),
        )
        .map((question, i) =>
          itemOf(`tool-outputs/${id}/${question.type}/${i}`, text, question, planted.get(id) ?? []),
        ),
    );
    return shuffled(items, seed).slice(0, count);
  },
};
