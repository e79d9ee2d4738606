import { fixtures } from '../cases/fixtures.js';
import { conversation, toolText } from '../chat.js';
import { balanced } from '../methods/index.js';
import type { Method } from '../methods/method.js';
import { percent } from '../survival/sum-grades.js';
import { askDefinitions, askLog, askPaths } from './ask-lines.js';
import { askRows } from './ask-rows.js';
import { generatedTexts } from './generate.js';
import type { Question, QuestionType, Source } from './question.js';
import { readRows } from './rows.js';

/** How many questions were answered from the text, how many need the original behind the key, how many are lost. */
export interface Tally {
  readonly asked: number;
  readonly answered: number;
  readonly recoverable: number;
  readonly lost: number;
  readonly accuracy: number;
}

export interface Questions {
  /** The question is known when the text is compressed, as in an agent's turn. */
  readonly known: Readonly<Record<string, Tally>>;
  /** The text was compressed for another question; this one comes later. */
  readonly later: Readonly<Record<string, Tally>>;
  readonly sources: number;
}

const LATER = 'Run it and tell me when you are done.';

function questionsOf(id: string, text: string): Question[] {
  const kind = id.slice(0, id.indexOf('/'));
  if (kind === 'code') return askDefinitions(text);
  if (kind === 'listing') return askPaths(text);
  const rows = askRows(text, readRows(text));
  if (rows.length > 0) return rows;
  return kind === 'log' || id === 'generated/service-log' ? askLog(text) : [];
}

/** All texts from which questions can be made: our own fixtures and generated ones. */
export function sources(): Source[] {
  const texts = [...generatedTexts(), ...fixtures().map(({ id, text }) => ({ id, text }))];
  return texts
    .map(({ id, text }) => ({
      id,
      text,
      questions: questionsOf(id, text).filter((question) => question.answeredBy(text)),
    }))
    .filter((source) => source.questions.length > 0);
}

type Outcome = 'answered' | 'recoverable' | 'lost';

async function compressFor(method: Method, ask: string, text: string) {
  const attempt = await method.run(conversation(ask, 'run', { command: 'show' }, text));
  const after = toolText(attempt.messages);
  return { after, whole: async () => `${after}\n${(await attempt.recover?.()) ?? ''}` };
}

async function outcome(question: Question, text: Awaited<ReturnType<typeof compressFor>>): Promise<Outcome> {
  if (question.answeredBy(text.after)) return 'answered';
  const whole = await text.whole();
  return whole.length > text.after.length + 1 && question.answeredBy(whole.slice(text.after.length + 1))
    ? 'recoverable'
    : 'lost';
}

function tally(results: readonly (readonly [QuestionType, Outcome])[]): Record<string, Tally> {
  const types = [...new Set(results.map(([type]) => type))].sort();
  const sum = (list: readonly (readonly [QuestionType, Outcome])[]): Tally => {
    const of = (wanted: Outcome) => list.filter(([, got]) => got === wanted).length;
    const answered = of('answered');
    return {
      asked: list.length,
      answered,
      recoverable: of('recoverable'),
      lost: of('lost'),
      accuracy: percent(answered, list.length),
    };
  };
  return {
    ...Object.fromEntries(types.map((type) => [type, sum(results.filter(([of]) => of === type))])),
    all: sum(results),
  };
}

/** Asks every question twice: of a text that was compressed for it, and of one compressed for something else. */
export async function questions(method: Method = balanced, from: readonly Source[] = sources()): Promise<Questions> {
  const known: [QuestionType, Outcome][] = [];
  const later: [QuestionType, Outcome][] = [];
  for (const source of from) {
    const unasked = await compressFor(method, LATER, source.text);
    for (const question of source.questions) {
      later.push([question.type, await outcome(question, unasked)]);
      known.push([question.type, await outcome(question, await compressFor(method, question.ask, source.text))]);
    }
  }
  return { known: tally(known), later: tally(later), sources: from.length };
}
