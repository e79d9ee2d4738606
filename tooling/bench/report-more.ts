import type { ColdStart, ProgramTime } from './cold/cold.js';
import type { RecordedCold } from './cold/recorded-cold.js';
import type { Growth } from './growth/growth.js';
import { median } from './measure.js';
import type { PeerCost } from './peers.js';
import { FLOOR, type Stage, type Stages } from './stages.js';
import { table } from './table.js';

const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1);
const times = (value: number) => `${value.toFixed(2)}x`;

interface Cold {
  readonly starts: readonly ColdStart[];
  readonly programs: readonly ProgramTime[];
  readonly recorded?: RecordedCold;
}

const STAGE_NAMES: readonly (readonly [Stage, string])[] = [
  ['counting', 'counting'],
  ['reading', 'reading'],
  ['guard', 'guard'],
  ['hash', 'hash'],
  ['choosing', 'choosing, writing'],
  ['kind', "the kind's own"],
  ['house', 'requests, routing'],
  ['collector', 'collector'],
];

/** Where the time of each scenario goes, and what of it no choice of compressor could save. */
export function stagesSection(scenarios: readonly Stages[]): string[] {
  if (scenarios.length === 0) return [];
  const of = ({ multiples }: Stages, stage: Stage) => multiples.get(stage) ?? 0;
  const floor = (one: Stages) => FLOOR.reduce((sum, stage) => sum + of(one, stage), 0);
  const floors = scenarios.map(floor);
  return [
    '## Where the time goes',
    `Each scenario's multiple of the published limit, by what the time is spent for. The *floor* is what every text costs whatever is made of it: counted before and after, read once, hashed for its marker, and looked through for what must survive (median ${times(median(floors))}, highest ${times(Math.max(...floors))}). Sampled, so small shares are rough.`,
    table(
      ['scenario', 'floor', ...STAGE_NAMES.map(([, name]) => name)],
      scenarios.map((one) => [one.name, times(floor(one)), ...STAGE_NAMES.map(([stage]) => of(one, stage).toFixed(2))]),
    ),
  ];
}

/** Each in fresh processes: import, a first text of each kind, memory, the command, the recorded scenarios. */
export function coldSection({ starts, programs, recorded }: Cold): string[] {
  if (starts.length === 0) return [];
  const rows = starts.map((one) => [
    one.kind,
    ...[one.bootMs, one.importMs, one.firstMs, one.firstWallMs, one.warmMs].map(ms),
    one.rssMb.toFixed(0),
  ]);
  return [
    '## Cold start',
    'A first text of 2 KB, each in fresh processes, medians of several. Milliseconds the main thread ran (what the clock says on a machine with nothing else to do), and by the clock. *Node*: its own start in the same process, to compare machines by. *After warmUp()*: the same first text in a process that called it before.',
    table(['kind', 'Node', 'import', 'first text', 'by the clock', 'after warmUp()', 'MB'], rows),
    ...(programs.length === 0
      ? ['The command is not built: skipped.']
      : [
          table(
            ['program', 'ms by the clock', 'ms of processor'],
            programs.map((one) => [one.name, one.wallMs.toFixed(0), one.cpuMs.toFixed(0)]),
          ),
        ]),
    ...(recorded
      ? [
          `All ${recorded.scenarios} recorded scenarios in one cold process: ${ms(recorded.oursMs)} ms of the main thread after import, ${times(recorded.oursMs / recorded.limitMs)} of the published limit in a cold process of its own (${ms(recorded.limitMs)} ms, its vocabulary loaded before).`,
        ]
      : []),
  ];
}

const sizeOf = (size: number) => (size >= 900_000 ? `${Math.round(size / 1e6)} MB` : `${Math.round(size / 1000)} KB`);

/** From 1 KB to 10 MB: milliseconds of the processor, multiples, the longest stretch, memory. */
export function growthSection(growths: readonly Growth[]): string[] {
  if (growths.length === 0) return [];
  const sizes = growths[0]?.steps.map(({ size }) => sizeOf(size)) ?? [];
  const stretch = (one: Growth) => Math.max(...one.steps.map(({ stretchMs }) => stretchMs));
  return [
    '## Growth',
    'Milliseconds of the processor for one text, and in brackets as a multiple of splitting it into lines and counting it with our own counter in the same process. *Stretch*: the longest time in which nothing else of the process had its turn. Memory: how far the peak rose for the longest text, per million characters.',
    table(
      ['shape', ...sizes, 'stretch ms', 'MB per MB'],
      growths.map((one) => [
        one.name,
        ...one.steps.map(({ cpuMs, leastMs }) => `${ms(cpuMs)} (${(cpuMs / Math.max(leastMs, 0.01)).toFixed(1)}x)`),
        stretch(one).toFixed(0),
        one.mbPerMillion.toFixed(0),
      ]),
    ),
  ];
}

/** Others on the same texts. */
export function peerSection(peers: readonly PeerCost[]): string[] {
  if (peers.length === 0) return [];
  const scenarios = [...new Set(peers.map(({ scenario }) => scenario))];
  const names = [...new Set(peers.map(({ peer }) => peer))];
  const cell = (peer: string, scenario: string) => {
    const found = peers.find((one) => one.peer === peer && one.scenario === scenario);
    if (!found) return '';
    const saved = found.savedPercent === undefined ? '' : ` (${found.savedPercent.toFixed(0)} %)`;
    return `${ms(found.cpuMs)}${saved}`;
  };
  return [
    '## Beside others',
    'The same new texts, in turns, warm: milliseconds of the processor, and in brackets the share of tokens that is saved, whatever of it is lost. The first three make texts shorter, the rest only count. llmtrim is its WebAssembly from npm with its defaults, which estimates tokens and leaves code as it is; TOON writes JSON only.',
    table(
      ['', ...scenarios],
      names.map((name) => [name, ...scenarios.map((scenario) => cell(name, scenario))]),
    ),
  ];
}
