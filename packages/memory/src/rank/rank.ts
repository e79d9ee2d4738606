import type { MemoryView, StoredRecord } from '../model/store.js';
import { akinWords } from '../words/akin.js';
import { termsOf } from '../words/terms.js';
import { Places, placed } from './around.js';
import type { Gathering, Wanted } from './gather.js';
import { Likeness } from './likeness.js';
import { Passages } from './passage.js';
import type { Question } from './question.js';
import { lexical, type Scored } from './score.js';
import { type Signed, signed, weighed } from './shape.js';
import { termsIn } from './terms-in.js';
import type { Times } from './times.js';
import type { Weights } from './weights.js';

export interface Ranked {
  /** Best first. */
  readonly ranked: readonly Scored[];
  /** How many records share any term with the question. */
  readonly found: number;
}

/** Records read to learn who is named and what the best have in common. */
const FIRST_LOOK = 60;
/** A memory of so many records is read whole. */
const SMALL = 400;

/** Ranks what is gathered for a question: words, then what stands around them, then what is known of each. */
export async function rank(
  view: MemoryView,
  gathering: Gathering,
  question: Question,
  weights: Weights,
  most: number,
  times: Times,
): Promise<Ranked> {
  const { read, found } = await readSigns(view, gathering, question, weights, most, times);
  return { ranked: weighed(read, weights.fit), found };
}

/** The records read for a question, with the signs that their weights are fitted on (`tooling/memory/fit`). */
export async function readSigns(
  view: MemoryView,
  gathering: Gathering,
  question: Question,
  weights: Weights,
  most: number,
  times: Times,
): Promise<{ readonly read: readonly Signed[]; readonly found: number }> {
  const words = await akinWords();
  const asked = wantedOf(question, weights, new Set());
  await gathering.find(asked);
  const first = await gathering.read(asked, FIRST_LOOK);
  const names = namedSpeakers(first.records, question);
  const wanted = wantedOf(question, weights, names.terms);
  const more = await expansion(gathering, first.records, question, wanted, names, weights);
  const all = [...wanted, ...more];
  await gathering.find(all);
  const { records, found } = await gathering.read(all, most);
  const base = lexical(gathering, records, all, question.terms, weights);
  const around = await placed(view, gathering, base, weights, most);
  const whole = await gathering.whole(SMALL);
  const places = new Places([...whole, ...around.map(({ record }) => record)]);
  const asking = question.terms.filter((term) => !names.terms.has(term));
  const passages = new Passages(gathering, places, asking);
  const likeness = new Likeness(words, gathering, passages, places);
  const meant = withMeant(around, whole, likeness, weights.akin);
  const read = signed(meant, question, names, passages, likeness, weights, times);
  return { read, found: Math.max(found, first.found) };
}

/** The terms of a question, and the kinds that they name. */
function wantedOf(question: Question, weights: Weights, names: ReadonlySet<string>): Wanted[] {
  return [
    ...question.terms.map((term) => ({ terms: [term], weight: names.has(term) ? weights.name : 1 })),
    ...[...question.kinds.values()].map((terms) => ({ terms, weight: weights.kind })),
  ];
}

/** Speakers of the records at hand whom the question names, the terms of their names in it, and of all speakers' names. */
export interface Named {
  readonly speakers: ReadonlySet<string>;
  readonly terms: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
}

function namedSpeakers(records: readonly StoredRecord[], question: Question): Named {
  const speakers = new Set<string>();
  const terms = new Set<string>();
  const all = new Set<string>();
  for (const speaker of new Set(records.flatMap(({ source }) => source.speaker ?? []))) {
    const name = termsOf(speaker);
    const named = name.filter((term) => question.terms.includes(term));
    if (named.length > 0) speakers.add(speaker);
    for (const term of named) terms.add(term);
    for (const term of name) all.add(term);
  }
  return { speakers, terms, all };
}

/** So many that share no word with the question are taken for what they mean, and none that is worth less than this share of the best. */
const MOST_MEANT = 16;
const LEAST_MEANT = 0.03;

/** Gives those that share no word with the question, and mean most of it, what that is worth. */
function withMeant(
  around: readonly Scored[],
  whole: readonly StoredRecord[],
  likeness: Likeness,
  weight: number,
): readonly Scored[] {
  const least = LEAST_MEANT * around.reduce((most, { score }) => Math.max(most, score), 0);
  const shared = around.filter(({ score }) => score > 0);
  const known = new Set(shared.map(({ record }) => record.seq));
  const others = new Map([...whole, ...around.map(({ record }) => record)].map((record) => [record.seq, record]));
  const meant = [...others.values()]
    .filter(({ seq }) => !known.has(seq))
    .map((record) => ({ record, score: weight * likeness.worth(record) }))
    .filter(({ score }) => score > 0 && score >= least)
    .sort((a, b) => b.score - a.score || b.record.seq - a.record.seq)
    .slice(0, MOST_MEANT);
  return [...shared, ...meant];
}

/** Terms that more records have than this say too little to look for them besides. */
const MOST_EXPANDED = 250;
const MOST_LOOKED_AT = 12;

/** Terms that the best records share beyond the question's: what is told together is found together. */
async function expansion(
  gathering: Gathering,
  records: readonly StoredRecord[],
  question: Question,
  wanted: readonly Wanted[],
  names: Named,
  weights: Weights,
): Promise<Wanted[]> {
  const one = names.speakers.size === 1;
  const best = lexical(gathering, records, wanted, [], weights)
    .map(({ record, score }) => {
      const told = one && names.speakers.has(record.source.speaker ?? '');
      return { record, score: told ? score * (1 + weights.speaker) : score };
    })
    .sort((a, b) => b.score - a.score || b.record.seq - a.record.seq)
    .slice(0, weights.expansionFrom)
    .filter(({ score }) => score > 0);
  const shares = new Map<string, number>();
  for (const { record, score } of best)
    for (const term of new Set(termsIn(record)))
      if (!question.terms.includes(term) && !names.all.has(term))
        shares.set(term, (shares.get(term) ?? 0) + score / (best[0]?.score ?? 1));
  const likely = [...shares].sort((a, b) => b[1] - a[1] || b[0].length - a[0].length || (a[0] < b[0] ? -1 : 1));
  const terms = likely.slice(0, MOST_LOOKED_AT).map(([term]) => ({ terms: [term], weight: 0 }));
  await gathering.find(terms, MOST_EXPANDED);
  const sums = [...shares].map(([term, share]) => [term, share * gathering.idf([term])] as const);
  const chosen = sums.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, weights.expansionTerms);
  const top = chosen[0]?.[1] ?? 1;
  return chosen
    .filter(([, sum]) => sum > 0)
    .map(([term, sum]) => ({ terms: [term], weight: (weights.expansion * sum) / top }));
}
