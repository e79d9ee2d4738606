import type { ProjectBook } from '../book/book.js';

/** How often a failure was seen in sessions that began in a span of time. */
export interface Rate {
  readonly sessions: number;
  /** Of these: with the failure. */
  readonly withIt: number;
  readonly failures: number;
}

/** What became of a failure since its rule stands in a file. */
export interface Measured {
  readonly id: string;
  readonly text: string;
  readonly files: readonly string[];
  /** When it was written, in milliseconds. */
  readonly at: number;
  readonly before: Rate;
  readonly after: Rate;
  readonly verdict: 'helps' | 'too early' | 'not clear' | 'does not help';
}

/** Sessions after which something is said of a rule. */
const ENOUGH = 5;
/** As seldom as this it would look like help without any. */
const CHANCE = 0.1;

/** Holds the sessions before each rule was written against those after, by when they began. */
export function measure(project: ProjectBook): readonly Measured[] {
  return Object.entries(project.written)
    .filter(([, { isRemoved, files }]) => isRemoved !== true && files.length > 0)
    .map(([id, { key, text, at, files }]) => {
      const candidate = project.candidates[key];
      const seen: Record<string, number> = { ...(candidate ? project.failed[candidate.sign] : {}) };
      for (const { session } of candidate?.sightings ?? []) seen[session] ??= 1;
      const before = rateOf(project, seen, (first) => first < at);
      const after = rateOf(project, seen, (first) => first >= at);
      return { id, text, files, at, before, after, verdict: verdictOf(before, after) };
    })
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function rateOf(project: ProjectBook, seen: Readonly<Record<string, number>>, isIn: (first: number) => boolean): Rate {
  const sessions = Object.entries(project.sessions).filter(([, [first]]) => isIn(first));
  const times = sessions.map(([session]) => seen[session] ?? 0);
  return {
    sessions: sessions.length,
    withIt: times.filter((count) => count > 0).length,
    failures: times.reduce((sum, count) => sum + count, 0),
  };
}

function verdictOf(before: Rate, after: Rate): Measured['verdict'] {
  if (after.sessions < ENOUGH || before.sessions === 0) return 'too early';
  if (chanceOfFewer(before, after) <= CHANCE) return 'helps';
  const [was, is] = [before.withIt / before.sessions, after.withIt / after.sessions];
  return after.withIt >= 2 && is >= was * 0.8 ? 'does not help' : 'not clear';
}

/** How likely so few of the later sessions, or fewer, would have the failure if nothing had changed (Fisher's exact test, one-sided). */
export function chanceOfFewer(before: Rate, after: Rate): number {
  const all = before.sessions + after.sessions;
  const withIt = before.withIt + after.withIt;
  const ways = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  let chance = 0;
  for (let few = 0; few <= after.withIt; few++) {
    if (withIt - few > before.sessions) continue;
    chance += Math.exp(ways(after.sessions, few) + ways(before.sessions, withIt - few) - ways(all, withIt));
  }
  return Math.min(1, chance);
}

const factorials = [0];
function logFactorial(n: number): number {
  for (let i = factorials.length; i <= n; i++) factorials[i] = (factorials[i - 1] as number) + Math.log(i);
  return factorials[n] as number;
}
