import { createHash } from 'node:crypto';
import { type Candidate, type ProjectBook, sessionsOf } from '../book/book.js';
import { keyOf } from '../finding/finding.js';
import type { Rule } from './rule.js';
import { wordingOf } from './wording.js';

/** What of the candidates becomes a rule. */
export interface RuleChoice {
  /** Sessions in which something was seen before it is a rule. */
  readonly evidence: number;
  /** Sessions of the project without a sight of it, after which a rule has aged away. */
  readonly lasts: number;
}

/** Why a candidate is no rule. */
export type NotYet =
  | 'too few sessions'
  | 'contradicted'
  | 'works by now'
  | 'aged'
  | 'explained by another'
  | 'taken out';

/** A candidate that is no rule, with the reason. */
export interface Waiting {
  readonly rule: Rule;
  readonly because: NotYet;
}

export const ruleId = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 8);

/** The rules of a project and what waits to be one, the best known first. */
export function rulesOf(
  project: ProjectBook,
  choice: RuleChoice,
): { readonly rules: readonly Rule[]; readonly waiting: readonly Waiting[] } {
  const rules: Rule[] = [];
  const waiting: Waiting[] = [];
  const all = Object.entries(project.candidates).map(([key, candidate]) => ({
    candidate,
    rule: ruleOf(key, candidate),
  }));
  const rivals = grouped(all);
  const judged = all.map(({ candidate, rule }) => ({
    candidate,
    rule,
    because:
      project.written[rule.id]?.isRemoved === true
        ? ('taken out' as const)
        : whyNot(project, candidate, rivals.get(rivalKey({ candidate })) ?? [], choice),
  }));
  // What went wrong by a loop is said by what then worked.
  const cured = new Set(
    judged.flatMap(({ candidate: { kind, sign }, because }) => (kind !== 'loop' && !because ? [sign] : [])),
  );
  const refused = judged.filter(({ candidate, because }) => candidate.kind === 'refused' && !because);
  for (const { candidate, rule, because } of judged) {
    const isExplained =
      (candidate.kind === 'loop' && cured.has(candidate.sign)) ||
      (candidate.kind === 'refused' && refused.some((other) => saysBetter(other.candidate, candidate)));
    if (because !== undefined) waiting.push({ rule, because });
    else if (isExplained) waiting.push({ rule, because: 'explained by another' });
    else rules.push(rule);
  }
  return { rules: rules.sort(byEvidence), waiting: waiting.sort((a, b) => byEvidence(a.rule, b.rule)) };
}

/** Whether a refusal says it better than another: more widely where that was seen more often, else more exactly. */
function saysBetter(one: Candidate, other: Candidate): boolean {
  const [words, others] = [one.wrong.split(' '), other.wrong.split(' ')];
  const isWithin = (few: readonly string[], many: readonly string[]) =>
    few.length < many.length && few.every((word) => many.includes(word));
  const [own, theirs] = [sessionsOf(one), sessionsOf(other)];
  return isWithin(words, others) ? own > theirs : isWithin(others, words) && own >= theirs;
}

/** Candidates that say of the same thing what to do. */
type Rival = { readonly candidate: Candidate };

const rivalKey = ({ candidate: { kind, wrong } }: Rival): string => `${kind}\n${wrong}`;

function grouped(all: readonly Rival[]): Map<string, Rival[]> {
  const groups = new Map<string, Rival[]>();
  for (const one of all) groups.set(rivalKey(one), [...(groups.get(rivalKey(one)) ?? []), one]);
  return groups;
}

const byEvidence = (a: Rule, b: Rule) => b.sessions - a.sessions || b.count - a.count || (a.id < b.id ? -1 : 1);

function ruleOf(key: string, candidate: Candidate): Rule {
  const { kind, wrong, right, why, agents, sightings, count } = candidate;
  return {
    id: ruleId(key),
    kind,
    text: wordingOf(candidate),
    wrong,
    right,
    why,
    agents,
    sessions: sessionsOf(candidate),
    count,
    sightings,
  };
}

function whyNot(
  project: ProjectBook,
  candidate: Candidate,
  rivals: readonly Rival[],
  { evidence, lasts }: RuleChoice,
): NotYet | undefined {
  if (isContradicted(project, candidate, rivals)) return 'contradicted';
  const last = Math.max(...candidate.sightings.map(({ time }) => time));
  const worked = project.worked[candidate.sign];
  const own = sessionsOf(candidate);
  if (candidate.isRefutable && worked && (worked[1] > last || worked[0] > own)) return 'works by now';
  // What mostly works as it is needs nothing before it.
  if (candidate.kind === 'order' && worked && worked[0] > MOSTLY * own) return 'works by now';
  if (own < evidence) return 'too few sessions';
  // One that is followed is seen no more as a failure, but its right way is.
  const followed = candidate.rightSign === undefined ? 0 : (project.worked[candidate.rightSign]?.[1] ?? 0);
  const seen = Math.max(last, followed);
  const since = Object.values(project.sessions).filter(([first]) => first > seen).length;
  return since > lasts ? 'aged' : undefined;
}

/** Sessions in which a command worked, for each in which it did not at first. */
const MOSTLY = 3;

/** Failures that may have more than one cure. */
const SEVERAL = new Set(['correction', 'order', 'model', 'program', 'setting']);

/** Whether another candidate says the opposite, or of the same failure another cure that was seen as often. */
function isContradicted(project: ProjectBook, candidate: Candidate, rivals: readonly Rival[]): boolean {
  const { kind, wrong, right } = candidate;
  if (right === '' || wrong === '') return false;
  if (project.candidates[keyOf({ kind, wrong: right, right: wrong })]) return true;
  if (SEVERAL.has(kind)) return false;
  const own = sessionsOf(candidate);
  return rivals.some(({ candidate: other }) => other !== candidate && sessionsOf(other) >= own);
}
