import type { InTurns } from '../../model/in-turns.js';
import { grouped } from '../../reading/grouped.js';
import type { LogRecord } from './read-records.js';
import { HOLE } from './template-key.js';

/** Records of one shape. */
export interface Template {
  /** Indexes of its records, ascending. */
  readonly members: number[];
  /** The words they share; `undefined` where they differ. */
  words: (string | undefined)[];
  readonly level: LogRecord['level'];
}

const LEAF_SIZE = 24;
const MOST_WORDS = 48;

/**
 * Groups records by shape: first exactly by their masked text, then similar shapes with as many words that share most of
 * them, after Drain (He et al., 2017). Bounded: each leaf of the tree holds a fixed number of groups.
 */
export function* mineTemplates(records: readonly LogRecord[]): InTurns<Template[]> {
  const exact = [...grouped(records.keys(), (record) => records[record]!.key)].map(
    ([key, members]): Template => ({ members, words: wordsOf(key), level: records[members[0]!]!.level }),
  );
  yield;
  const groups: Template[] = [];
  const byFirst = new Map<string, Template[]>();
  for (const template of freeNames(exact)) {
    if (!mayMerge(template)) groups.push(template);
    else place(template, byFirst, leafByFirst(template.words), groups);
    yield;
  }
  return mergeByLast(groups);
}

function wordsOf(key: string): string[] {
  return key.slice(0, 1200).split(/\s+/).slice(0, MOST_WORDS);
}

/** A place that holds ever new words (packages, files, hosts) is a name: it is freed before anything is compared. */
function freeNames(templates: readonly Template[]): Template[] {
  const isBound = (template: Template): boolean => !mayMerge(template) || template.level === 'error';
  const leaves = grouped(templates, (template) => (isBound(template) ? undefined : leafByFirst(template.words)));
  const freed = [...leaves.values()].flatMap((near) => (near.length < 8 ? near : joinByFixedWords(near)));
  return [...templates.filter(isBound), ...freed];
}

function joinByFixedWords(near: readonly Template[]): readonly Template[] {
  const length = near[0]?.words.length ?? 0;
  const free: boolean[] = [];
  for (let i = 0; i < length; i++) {
    const distinct = new Set(near.map(({ words }) => words[i]));
    free.push(i > 1 && distinct.size >= Math.max(6, near.length * 0.2));
  }
  const fixed = free.filter((is, i) => i > 0 && !is).length;
  if (fixed === length - 1 || fixed < (length - 1) / 3) return near;
  const freed = near.map((template) => ({
    ...template,
    words: template.words.map((word, i) => (free[i] ? undefined : word)),
  }));
  return [...grouped(freed, ({ words }) => words.join(' ')).values()].map((alike) => ({
    ...alike[0]!,
    members: alike.flatMap(({ members }) => members),
  }));
}

/** Two messages of errors are two messages, unless both come again and again. */
function mayMerge(template: Template): boolean {
  return (
    (template.level !== 'error' || template.members.length >= 5) &&
    template.level !== 'summary' &&
    template.words.length > 2
  );
}

function leafByFirst(words: readonly (string | undefined)[]): string {
  const [level = '', first = '', second = ''] = words;
  return first.includes(HOLE)
    ? `${level} ${words.length} ${HOLE} ${second.includes(HOLE) ? HOLE : ''}`
    : `${level} ${words.length} ${first}`;
}

/** Shapes left alone by their first word may share their last: `tests::a … ok`, `a.py::test_x PASSED`. */
function mergeByLast(groups: readonly Template[]): Template[] {
  const done: Template[] = [];
  const byLast = new Map<string, Template[]>();
  for (const template of groups) {
    if (!mayMerge(template) || template.words.slice(1).every((word) => word === undefined)) done.push(template);
    else place(template, byLast, `${template.words[0]} ${template.words.length} ${template.words.at(-1)}`, done);
  }
  for (const template of done) template.members.sort((a, b) => a - b);
  return done.sort((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0));
}

function place(template: Template, leaves: Map<string, Template[]>, leaf: string, groups: Template[]): void {
  const near = leaves.get(leaf) ?? [];
  let best: Template | undefined;
  let bestScore = 0;
  for (const other of near) {
    const score = similarity(other.words, template.words);
    if (score > bestScore) [best, bestScore] = [other, score];
  }
  if (best && bestScore >= threshold(template)) {
    for (const member of template.members) best.members.push(member);
    best.words = best.words.map((word, i) => (word === template.words[i] ? word : undefined));
    return;
  }
  groups.push(template);
  if (near.length < LEAF_SIZE) leaves.set(leaf, [...near, template]);
}

/** What was passed or is only information may be merged freely. */
function threshold({ level, words }: Template): number {
  if (level === 'error') return 0.75;
  const base = words.length <= 6 ? 0.5 : 0.6;
  return level === 'pass' || level === 'info' ? 0.5 : base;
}

/** The share of equal words; the level does not count, a hole counts half. */
function similarity(a: readonly (string | undefined)[], b: readonly (string | undefined)[]): number {
  let same = 0;
  for (let i = 1; i < a.length; i++) {
    if (a[i] !== undefined && a[i] === b[i]) same += a[i]?.includes(HOLE) ? 0.7 : 1;
    // A number that is part of the shape (status 404) tells two shapes apart.
    else if (/\d/.test(a[i] ?? '') && /\d/.test(b[i] ?? '')) return 0;
  }
  return same / Math.max(1, a.length - 1);
}
