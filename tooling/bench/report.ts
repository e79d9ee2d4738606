import { cpus } from 'node:os';
import type { ColdStart, ProgramTime } from './cold/cold.js';
import type { RecordedCold } from './cold/recorded-cold.js';
import type { Growth } from './growth/growth.js';
import { type Measure, median } from './measure.js';
import type { PeerCost } from './peers.js';
import type { HotFunction, Profile } from './profile.js';
import type { RecordedMeasure } from './recorded.js';
import { coldSection, growthSection, peerSection, stagesSection } from './report-more.js';
import type { Stages } from './stages.js';
import { table } from './table.js';
import type { TurnCost } from './turns.js';

export interface BenchResults {
  readonly scenarios: readonly Measure[];
  readonly stages: readonly Stages[];
  readonly turns: readonly TurnCost[];
  readonly recorded: readonly RecordedMeasure[];
  readonly cold: {
    readonly starts: readonly ColdStart[];
    readonly programs: readonly ProgramTime[];
    readonly recorded?: RecordedCold;
  };
  readonly peers: readonly PeerCost[];
  readonly growths: readonly Growth[];
  readonly hot: readonly { readonly name: string; readonly profile: Profile }[];
}

const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1);
const times = (value: number) => `${value.toFixed(2)}x`;

function cells(one: Measure): string[] {
  const saved = one.tokensBefore === 0 ? 0 : 100 * (1 - one.tokensAfter / one.tokensBefore);
  const limits = [
    ...[ms(one.limitMs), times(one.multiple), ms(one.publishedMs), times(one.publishedMultiple)],
    times(one.cpuMultiple),
  ];
  return [one.name, String(one.tokensBefore), saved.toFixed(1), ms(one.ms), ...limits];
}

const HEADER = [
  'scenario',
  'tokens',
  'saved %',
  'ms',
  'limit ms',
  'multiple',
  'published ms',
  'of published',
  'of processor',
];

function spread(measures: readonly Measure[]): string {
  const words = (multiples: readonly number[]) =>
    `median ${times(median(multiples))}, highest ${times(Math.max(...multiples))}`;
  const published = words(measures.map((one) => one.publishedMultiple));
  const cpu = words(measures.map((one) => one.cpuMultiple));
  return `Of the limit: ${words(measures.map((one) => one.multiple))}. Of the published limit: ${published}; in time of the processor ${cpu}.`;
}

function recordedSection(recorded: readonly RecordedMeasure[]): string[] {
  if (recorded.length === 0) return ['The recorded scenarios are not beside this repository: skipped.'];
  const rows = recorded.map((one) => [
    ...cells(one),
    (100 * (1 - one.referenceAfter / one.tokensBefore)).toFixed(1),
    ms(one.referenceMs),
    times(one.referenceMs / one.ms),
  ]);
  const faster = median(recorded.map((one) => one.referenceMs / one.ms));
  return [
    `${spread(recorded)} The reference times are those recorded of the reference implementation 0.28 (warm, new pipeline), which is not run here; against them the median is ${faster.toFixed(1)} times as fast. Each scenario is run once, cold.`,
    table([...HEADER, 'reference saved %', 'reference ms', 'faster'], rows),
  ];
}

function hotTable({ own, total }: Profile): string {
  const seen = new Set<HotFunction>();
  const rows = [...own, ...total].filter((one) => {
    const known = [...seen].some(({ name, file }) => name === one.name && file === one.file);
    if (!known) seen.add(one);
    return !known;
  });
  return table(
    ['function', 'itself %', 'with calls %'],
    rows.map((one) => [`\`${one.name}\` ${one.file}`, one.own.toFixed(1), one.total.toFixed(1)]),
  );
}

/** The report in markdown; also what the terminal shows. */
export function benchReport({ scenarios, stages, turns, recorded, hot, ...more }: BenchResults): string {
  const parts = [
    '# Benchmark',
    `Written by \`npm run bench -- --report\` on Node ${process.versions.node}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}. The *limit* is one \`JSON.parse\` (for text one line split) and one exact token count of the same text in the same run, with our own counter; the *published* limit counts with \`ai-tokenizer\` alone, as it comes; *of processor* is time of the processor (all threads) against that of the published limit. Every measured text is new, so nothing remembered helps; the code is warm. Medians.`,
    '## Our own scenarios',
    spread(scenarios),
    table(HEADER, scenarios.map(cells)),
    ...stagesSection(stages),
    '## The next turn of a conversation',
    'One more turn on the engine that has seen the turns before, as a share of all of them from scratch; then the same request again. By the clock and by time of the processor.',
    table(
      ['turns', 'from scratch ms', 'next turn ms', 'share', 'share of processor', 'again'],
      turns.map((one) => [
        String(one.turns),
        ms(one.scratchMs),
        ms(one.nextMs),
        ...[one.share, one.cpuShare, one.againShare].map((share) => share.toFixed(3)),
      ]),
    ),
    '## Recorded scenarios',
    ...recordedSection(recorded),
    ...coldSection(more.cold),
    ...growthSection(more.growths),
    ...peerSection(more.peers),
    ...(hot.length > 0
      ? [
          '## The dearest functions',
          'Percent of all samples: in the function itself, and with all it calls (functions contain each other, so these do not add up).',
        ]
      : []),
    ...hot.map(({ name, profile }) => `### ${name}\n\n${hotTable(profile)}`),
  ];
  return `${parts.join('\n\n')}\n`;
}
