import { chance } from './random.js';

export interface Replacement {
  readonly before: string;
  readonly after: string;
  readonly question: string;
  /** Half of them are replaced by their key. */
  readonly key?: string;
}

const THINGS = [
  'the billing service',
  'the search index',
  'the mobile app',
  'the data warehouse',
  'the login page',
  'the mail worker',
];
const PARTS = [
  'retry limit',
  'owner',
  'runtime',
  'region',
  'log level',
  'release day',
  'cache size',
  'port',
  'test command',
  'branch',
];
const WORDS = [
  'amber',
  'birch',
  'cobalt',
  'dune',
  'ember',
  'fjord',
  'grove',
  'heron',
  'iris',
  'juniper',
  'kelp',
  'linden',
  'maple',
];

/** Facts that changed once: each is about another thing, and old and new differ in little. */
export function plantedReplacements(many: number): readonly Replacement[] {
  const luck = chance(99);
  return Array.from({ length: many }, (_, i) => {
    const thing = `${luck.one(THINGS)} of team ${luck.one(WORDS)}${i}`;
    const part = luck.one(PARTS);
    const [old, fresh] = luck.some(WORDS, 2);
    const said = (value: string | undefined) => `The ${part} of ${thing} is ${value}-${luck.below(90) + 10}.`;
    const before = said(old);
    const after = said(fresh);
    return { before, after, question: `What is the ${part} of ${thing}?`, ...(i % 2 === 0 && { key: `fact.${i}` }) };
  });
}
