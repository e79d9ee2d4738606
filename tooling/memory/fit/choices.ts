import { Gathering } from '../../../packages/memory/src/rank/gather.js';
import { readQuestion } from '../../../packages/memory/src/rank/question.js';
import { readSigns } from '../../../packages/memory/src/rank/rank.js';
import { readTimes } from '../../../packages/memory/src/rank/times.js';
import type { Weights } from '../../../packages/memory/src/rank/weights.js';
import { readFor } from '../../../packages/memory/src/read/recall.js';
import { seenScopes } from '../../../packages/memory/src/read/seen-scopes.js';
import type { Opened } from '../locomo/measure.js';
import type { Choice } from './choice.js';

/** What is read for this budget is what signs choose among. */
const BUDGET = 1024;

/** The choices that the questions of a conversation are: the records read for each, and those that are its evidence. */
export async function choicesOf({ store, scope, conversation }: Opened, weights: Weights): Promise<readonly Choice[]> {
  const last = Math.max(...conversation.turns.map(({ saidAt }) => saidAt));
  return store.read(async (view) => {
    const seen = await seenScopes(view, '', scope);
    const choices: Choice[] = [];
    for (const { question: text, evidence } of conversation.asked) {
      const gathering = new Gathering(view, seen, false, () => true);
      const question = readQuestion(text);
      const times = readTimes(question.text, last);
      const { read } = await readSigns(view, gathering, question, weights, readFor(BUDGET), times);
      const worth = read.filter(({ score }) => score > 0);
      choices.push({
        base: worth.map(({ score }) => Math.log(score)),
        signs: worth.map(({ signs }) => signs),
        right: worth.flatMap(({ record }, i) => (evidence.includes(record.source.message ?? '') ? [i] : [])),
      });
    }
    return choices;
  });
}
