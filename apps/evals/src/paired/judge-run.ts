import type { Analysis, ArmResult } from './analyse.js';

/** What is wrong with a run, whatever was measured before; empty when its figures may be shown. */
export function judgeRun({ rich, ranking, counts }: Analysis): string[] {
  const problems: string[] = [];
  if (counts.whole === 0) return ['no item was tried with every arm'];
  if (counts.rich === 0) return [`none of ${counts.whole} items had anything to compress: nothing is shown by them`];
  const baseline = rich.find(({ kind }) => kind === 'baseline');
  const place = (name: string) => ranking.indexOf(name);
  for (const one of rich) problems.push(...problemsOf(one, baseline));
  for (const { arm, kind } of rich)
    if (kind === 'self-test' && arm !== 'identity' && baseline && place(arm) < place(baseline.arm))
      problems.push(
        `the self-test arm ${arm} is ranked above the baseline: the evaluation does not tell good from bad`,
      );
  return problems;
}

function problemsOf(one: ArmResult, baseline: ArmResult | undefined): string[] {
  if (one.kind !== 'ours' || !baseline) return [];
  const { arm, items, solved, judgement, refused, transformed } = one;
  return [
    ...(judgement === 'worse' ? [`${arm} solves ${solved} of ${items}, the baseline ${one.baselineSolved}`] : []),
    ...(refused > baseline.refused ? [`${refused} conversations of ${arm} were refused by the provider`] : []),
    ...(transformed > baseline.transformed ? [`${transformed} requests of ${arm} were changed by the provider`] : []),
  ];
}
