import { QUESTION_HEAD } from '../generated/question-head.js';
import { featuresOf } from './features.js';
import { conceptsOf, tidy, wordsOf } from './words.js';

/** What a question may be answered from: words in the picture, one named part, its gist, or nothing less than the whole. */
export type Need = 'text' | 'region' | 'gist' | 'whole';

export interface ReadQuestion {
  /** Odds of each need; together 1. */
  readonly odds: Readonly<Record<Need, number>>;
  /** What its words are about: `count`, `exact`, `read` … */
  readonly concepts: ReadonlySet<string>;
  /** Its words leave room for an answer from a small picture: they ask for no detail, and for something of the whole. */
  readonly isOpen: boolean;
}

const CLOSE: readonly string[] = QUESTION_HEAD.close;
const OPEN: readonly string[] = QUESTION_HEAD.open;
let weights: Int8Array | undefined;

/** Reads a question with the head of `generated/question-head.ts`. Pure. */
export function readQuestion(question: string): ReadQuestion {
  const text = tidy(question);
  const words = wordsOf(text);
  const concepts = conceptsOf(text);
  const features = featuresOf(text, words, concepts);
  weights ??= new Int8Array(Buffer.from(QUESTION_HEAD.weights, 'base64'));
  const { classes, buckets, bias, scales } = QUESTION_HEAD;
  const logits = classes.map((_, row) => {
    let sum = 0;
    for (const [bucket, value] of features) sum += value * (weights?.[row * buckets + bucket] ?? 0);
    return sum * (scales[row] ?? 0) + (bias[row] ?? 0);
  });
  const top = Math.max(...logits);
  const raised = logits.map((logit) => Math.exp(logit - top));
  const all = raised.reduce((sum, value) => sum + value, 0);
  const odds = Object.fromEntries(classes.map((name, row) => [name, (raised[row] ?? 0) / all])) as Record<Need, number>;
  return { odds, concepts: new Set(concepts), isOpen: isOpen(new Set(concepts)) };
}

function isOpen(concepts: ReadonlySet<string>): boolean {
  if (CLOSE.some((name) => concepts.has(name))) return false;
  return OPEN.some((name) => concepts.has(name)) || (concepts.has('what') && concepts.has('this'));
}
