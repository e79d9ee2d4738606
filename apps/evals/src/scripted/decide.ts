import { RETRIEVE_TOOL } from '@headroom/core';
import { answerQuestion, recordOf } from './answer-question.js';
import { callFunction } from './call-function.js';
import { followSteps, stepsIn } from './follow-steps.js';
import { readPassage } from './read-passage.js';
import { type Action, recover } from './recover.js';
import type { Seen } from './seen.js';
import { solveProblem } from './solve.js';

const UNKNOWN: Action = { say: 'unknown' };
const HEDGES = /\b(?:no|not|nothing|never|none|cannot|nobody|depends|varies)\b|n't\b/i;

/** The text of a task, where it is a row of a list that a tool returns; undefined while that is not in sight. */
function textOfTask(seen: Seen, question: string): string | undefined {
  const id = /\b(Q-\d+)\b/.exec(question)?.[1];
  const record = id === undefined ? question : recordOf(seen.results, id);
  return id === undefined ? record : record?.replace(/\\n/g, '\n').replace(/\\"|""/g, '"');
}

function choose(text: string): Action {
  const options = [...text.matchAll(/\b([A-Z])\) (.+?)(?=\\n|\n|$|",| [A-Z]\) )/g)];
  const careful = options.find(([, , words = '']) => HEDGES.test(words)) ?? options[0];
  return careful ? { say: careful[1] ?? '' } : UNKNOWN;
}

function forms(seen: Seen, question: string): ((text: string) => Action) | undefined {
  if (question.includes('#### ')) {
    return (text) => {
      const value = solveProblem(text.replace(/^[\s\S]*?Q-\d+|^Solve[^:]*:/, ' '));
      return value === undefined ? UNKNOWN : { say: `It comes to\n#### ${value}` };
    };
  }
  if (/letter/.test(question)) return choose;
  if (/unanswerable/.test(question)) {
    return (text) => {
      const asked = /Question: (.+)$/m.exec(question)?.[1] ?? '';
      return { say: readPassage(text, asked) ?? 'unanswerable' };
    };
  }
  if (/call the function/i.test(question))
    return (text) =>
      callFunction(
        text,
        seen.tools.filter(({ name }) => !name.startsWith('read_') && name !== RETRIEVE_TOOL),
      );
  return undefined;
}

/** What the scripted model does next, decided by what it is shown. */
export function decide(seen: Seen): Action {
  const question = seen.says.at(-1) ?? '';
  const steps = stepsIn(question);
  if (steps.length > 0) return followSteps(seen, steps);
  const named = seen.tools.find(({ name }) => name.startsWith('read_') && question.includes(name));
  if (named && !seen.results.some(({ call }) => call.name === named.name))
    return { calls: [{ name: named.name, input: {} }] };
  if (question.includes('say READ')) return { say: 'READ' };
  const form = forms(seen, question);
  if (!form) return answerQuestion(seen, question);
  const text = textOfTask(seen, question);
  if (text !== undefined) return form(text);
  return recover(seen, /\bQ-\d+\b/.exec(question)?.[0] ?? question) ?? UNKNOWN;
}
