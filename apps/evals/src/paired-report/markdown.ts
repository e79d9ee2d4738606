import type { Analysis, ArmResult } from '../paired/analyse.js';
import { table } from '../report/table.js';
import {
  caveats,
  howCounted,
  inBrief,
  inputTokens,
  judgementWords,
  money,
  percent,
  probability,
  range,
  savedWords,
  signed,
  startedAt,
  unitOf,
  whereRun,
} from './texts.js';

function armTable(results: readonly ArmResult[], ranking: readonly string[], unit: string): string {
  const order = ranking.length > 0 ? ranking : results.map(({ arm }) => arm);
  const rows = order.flatMap((name, i) => {
    const one = results.find(({ arm }) => arm === name);
    if (!one) return [];
    return [
      [
        `${i + 1}. ${one.title}`,
        `${one.solved}/${one.items}`,
        one.kind === 'baseline' ? '' : `${signed(one.difference)} (${range(...one.interval)})`,
        one.kind === 'baseline' ? '' : probability(one.pAdjusted),
        judgementWords(one),
        one.kind === 'baseline'
          ? ''
          : `${signed(one.scoreDifference)} (${range(one.scoreInterval.low, one.scoreInterval.high)})`,
        money(one.costPerSolved),
        one.kind === 'baseline' ? '' : `${signed(one.saved)} (${range(one.savedInterval.low, one.savedInterval.high)})`,
        inputTokens(one),
        one.usage.cached,
        one.requests,
        one.retrievals,
        one.rereads,
        Math.round(one.ms),
        Math.round(one.ownMs),
      ],
    ];
  });
  return table(
    [
      'arm',
      'solved',
      'difference, points',
      'p',
      'judgement',
      'score, points',
      `${unit} per solved`,
      'saved %',
      'input tokens',
      'of them cached',
      'requests',
      'retrievals',
      'rereads',
      'ms',
      'own ms',
    ],
    rows,
  );
}

function taskTable({ tasks, rich }: Analysis): string {
  const shown = rich.filter(({ kind }) => kind !== 'self-test');
  const rows = tasks.map(({ task, rich, thin, arms }) => [
    `${task} (${rich} rich, ${thin} thin)`,
    ...shown.map(({ arm }) => {
      const one = arms.find((sum) => sum.arm === arm);
      return one ? `${one.solved}/${one.items}, ${savedWords(one.saved)}` : '';
    }),
  ]);
  return table(['task: solved, saved', ...shown.map(({ title }) => title)], rows);
}

/** The report of a run for people, in markdown; `problems` as they were found. */
export function runMarkdown(analysis: Analysis, problems: readonly string[]): string {
  const { plan, counts, rich, thin, ranking } = analysis;
  const unit = unitOf(analysis);
  return `${[
    '# Evaluation with a model',
    whereRun(analysis),
    `${counts.whole} of ${counts.planned} items were tried with all ${plan.arms.length} arms: ${counts.rich} rich, ${counts.thin} thin. Seed ${plan.seed}, tier ${plan.tier}, margin ${percent(plan.margin, 0)} points, started ${startedAt(analysis)}.`,
    ...caveats(analysis).map((line) => `**${line}**`),
    `**${inBrief(analysis)}**`,
    problems.length === 0
      ? 'Nothing speaks against these figures.'
      : problems.map((one) => `- FAILED: ${one}`).join('\n'),
    '## Rich items',
    armTable(rich, ranking, unit),
    '## Thin items: nothing to compress',
    counts.thin === 0 ? 'None.' : armTable(thin, [], unit),
    '## By task',
    taskTable(analysis),
    '## How it is counted',
    howCounted(analysis)
      .map((line) => `- ${line}`)
      .join('\n'),
    'The rows are beside this file in `rows.jsonl`, one conversation a line; `evals report --rows rows.jsonl` counts them again.',
  ].join('\n\n')}\n`;
}
