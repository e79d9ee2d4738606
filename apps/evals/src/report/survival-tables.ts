import { REFERENCE } from '../cases/shared-bench.js';
import type { MethodScore, Survival } from '../survival/survival.js';
import { shown, table } from './table.js';

export const NO_BENCH = 'The 37 recorded tool outputs are not beside this repository: skipped.';

function methodRows(scores: readonly MethodScore[]): (string | number)[][] {
  return scores.map(({ title, all }) => [
    title,
    shown(all.saved),
    shown(all.safe),
    shown(all.kept),
    shown(all.reachable),
  ]);
}

const HEADER = ['method', 'saved %', 'safe saved %', 'facts kept %', 'kept or retrievable %'];

function kindTable(score: MethodScore): string {
  return table(
    ['kind', 'cases', 'tokens before', 'after', 'saved %', 'safe saved %', 'facts kept %', 'facts lost'],
    [...Object.entries(score.kinds), ['all', score.all] as const].map(([kind, sum]) => [
      kind,
      sum.cases,
      sum.before,
      sum.after,
      shown(sum.saved),
      shown(sum.safe),
      shown(sum.kept),
      sum.lost,
    ]),
  );
}

function missList(score: MethodScore): string {
  if (score.misses.length === 0) return 'Every fact is in the text.';
  return score.misses
    .map(
      ({ id, facts, retained, recoverable, lost }) =>
        `- ${id}: ${retained} of ${facts} in the text, ${recoverable} behind the marker${lost.length > 0 ? `, lost: ${lost.map((fact) => `\`${fact}\``).join(', ')}` : ''}`,
    )
    .join('\n');
}

function section(title: string, scores: readonly MethodScore[], extra: (string | number)[][]): string {
  const first = scores[0];
  const detail = first ? `\n\n${first.title}, by kind:\n\n${kindTable(first)}\n\n${missList(first)}` : '';
  return `### ${title}\n\n${table(HEADER, [...methodRows(scores), ...extra])}${detail}`;
}

/** Fact survival in markdown. */
export function survivalTables({ own, shared }: Survival): string {
  const mine = section(`The project's own ${own[0]?.all.cases ?? 0} tool outputs`, own, []);
  if (!shared) return `${mine}\n\n${NO_BENCH}`;
  const { title, saved, safe, kept } = REFERENCE;
  const extra = [[title, shown(saved), shown(safe), shown(kept), '']];
  return `${mine}\n\n${section(`${shared[0]?.all.cases ?? 0} recorded tool outputs`, shared, extra)}`;
}
