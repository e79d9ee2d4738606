import { readFileSync, writeFileSync } from 'node:fs';
import { inRepo } from './repo.js';
import type { SupportSet } from './support/support.js';
import { percent } from './survival/sum-grades.js';
import type { MethodScore } from './survival/survival.js';
import type { Results } from './tasks.js';

/** Figures by name, all in percent, all better when higher. */
export type Baseline = Readonly<Record<string, number>>;

const FILE = inRepo('apps/evals/baseline.json');
/** A figure may fall by so many points before it counts as a regression: facts hardly, savings a little. */
const TOLERANCE = { facts: 0.3, savings: 1.5, bill: 2 };

function survivalFigures(set: string, scores: readonly MethodScore[] = []): [string, number][] {
  return scores
    .filter((score) => score.name === 'balanced' || score.name === 'lossless')
    .flatMap(({ name, all, kinds }): [string, number][] => [
      [`facts.${set}.${name}.kept`, all.kept],
      [`facts.${set}.${name}.reachable`, all.reachable],
      [`savings.${set}.${name}.safe`, all.safe],
      ...(name === 'balanced'
        ? Object.entries(kinds).map(([kind, sum]): [string, number] => [`savings.${set}.${name}.${kind}`, sum.safe])
        : []),
    ]);
}

/** What is off the bill of whole sessions; what must stay in sight has fixed limits (`judge`), whatever it was before. */
function supportFigures(set: string, { policies }: SupportSet): [string, number][] {
  return policies.slice(0, 1).map(({ bill }) => [`bill.support.${set}.saved`, Math.round(10 * (100 - bill)) / 10]);
}

/** The figures of a run that must not get worse. */
export function figures({ survival, questions, sessions = [], support, adversarial }: Results): Baseline {
  const entries = [...survivalFigures('own', survival?.own), ...survivalFigures('shared', survival?.shared)];
  for (const when of ['known', 'later'] as const)
    for (const [type, tally] of Object.entries(questions?.[when] ?? {})) {
      if (when === 'known' || type === 'all') entries.push([`facts.questions.${when}.${type}`, tally.accuracy]);
      entries.push([`facts.questions.${when}.${type}.reachable`, percent(tally.asked - tally.lost, tally.asked)]);
    }
  for (const { name, costs } of sessions)
    for (const { provider, saved } of costs) entries.push([`savings.session.${name}.${provider}`, saved]);
  for (const [set, sums] of Object.entries(support ?? {})) entries.push(...supportFigures(set, sums));
  if (adversarial) {
    const { cells, lost, missedSignals } = adversarial;
    entries.push(['facts.grid.reachable', percent(cells.length - lost, cells.length)]);
    entries.push(['facts.grid.signals', percent(cells.length - missedSignals, cells.length)]);
  }
  return Object.fromEntries(entries);
}

/** What got worse than the baseline. Figures of outputs that are not beside the repository are passed over. */
export function regressions(baseline: Baseline, now: Baseline): string[] {
  return Object.entries(baseline).flatMap(([name, before]) => {
    const after = now[name];
    if (after === undefined) return name.includes('.shared.') ? [] : [`${name}: ${before} -> not measured`];
    const allowed = TOLERANCE[name.split('.')[0] as keyof typeof TOLERANCE];
    return after < before - allowed ? [`${name}: ${before} -> ${after}`] : [];
  });
}

export function readBaseline(): Baseline {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Baseline;
}

export function writeBaseline(baseline: Baseline): void {
  writeFileSync(FILE, `${JSON.stringify(baseline, undefined, 2)}\n`);
}
