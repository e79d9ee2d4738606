import { SOURCES } from '../items/index.js';
import type { Published } from '../published/published.js';
import { table } from './table.js';

const money = (value: number) => value.toFixed(2);

function publishedTable({ arms }: Published): string {
  return table(
    [
      'arm',
      'tasks',
      'solved',
      '$ per solved, published',
      'by our prices',
      'without a cache',
      'reads per write',
      'p against A0',
      '90 % interval, points',
    ],
    arms.map((one) => [
      one.arm,
      one.tasks,
      one.solved,
      money(one.published),
      money(one.computed),
      money(one.uncached),
      one.readsPerWrite.toFixed(1),
      one.p.toFixed(3),
      one.interval.map((value) => (100 * value).toFixed(1)).join(' to '),
    ]),
  );
}

function publishedPart(published: Published): string {
  const { arms, concordant, concordantUncached, pairs, file, model } = published;
  return [
    '### Published runs, priced again',
    `${arms[0]?.tasks ?? 0} tasks by ${arms.length} arms from \`${file}\`, which is no part of this repository, priced as ${model}: ${concordant} of ${pairs} pairs of arms stand in the published order of cost; without cache prices ${concordantUncached} would.`,
    publishedTable(published),
  ].join('\n\n');
}

/** The section of the offline report on what needs a model: nothing is made up where none was asked. */
export function askedSection(published: Published | undefined): string {
  const names = SOURCES.map(({ name, tier }) => `${name} (${tier})`).join(', ');
  return [
    '## Runs with a model',
    `**Not run here**: no model was at hand, and no run is made up. \`npm run evals -- suite --provider … --model … --tier 1\` asks one: ${names}; every item through every arm, with its own report. What is above needs none. The chain itself is tested with a scripted model over the wires of OpenAI, Anthropic and Gemini (\`--ci\`), which says nothing of how good a model is.`,
    ...(published
      ? [publishedPart(published)]
      : ['Published runs to price again (`--published FILE`) were not given.']),
  ].join('\n\n');
}
