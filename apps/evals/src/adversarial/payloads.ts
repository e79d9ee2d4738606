import { pick, random } from '../random.js';

/** A noisy text with one needle at a place between 0 (first) and 1 (last). */
export interface Payload {
  readonly name: string;
  /** True where something in the text tells the needle from the hay; else it must only be recoverable. */
  readonly signal: boolean;
  readonly question: string;
  readonly needle: string;
  write(position: number): string;
}

const COUNT = 240;
const NEUTRAL = 'Is anything wrong here?';

function lines(make: (i: number, next: () => number) => string, needle: string) {
  return (position: number): string => {
    const next = random(11);
    const at = Math.round(position * (COUNT - 1));
    return Array.from({ length: COUNT }, (_, i) => (i === at ? needle : make(i, next))).join('\n');
  };
}

function rows(make: (i: number, next: () => number) => object, needle: (row: object) => object) {
  return (position: number): string => {
    const next = random(12);
    const at = Math.round(position * (COUNT - 1));
    const list = Array.from({ length: COUNT }, (_, i) => make(i, next));
    return JSON.stringify(list.map((row, i) => (i === at ? needle(row) : row)));
  };
}

const job = (i: number, next: () => number) => ({
  id: i + 1,
  host: `node-${i % 6}`,
  status: 'ok',
  ms: Math.floor(20 + next() * 15),
  note: pick(['cached', 'fresh', 'replayed'], next),
});
const clock = (i: number) =>
  `2025-04-01T07:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}Z`;
const info = (i: number, next: () => number) =>
  `${clock(i)} INFO worker: batch ${7000 + i} done in ${Math.floor(next() * 40)} ms`;
const noisy = (i: number, next: () => number) =>
  `${clock(i)} INFO worker: retrying after ${pick(['error budget check', 'failure-free window', 'exception report upload'], next)} ${i}`;
const sentence = (i: number) =>
  `Paragraph ${i} describes how the ferry was loaded that day and who was on duty at the pier.`;

/** What is hidden where. The question names the needle only where `signal` comes from the question. */
export const PAYLOADS: readonly Payload[] = [
  {
    name: 'failing row among rows',
    signal: true,
    question: NEUTRAL,
    needle: 'lease lost on shard 9',
    write: rows(job, (row) => ({ ...row, status: 'failed', note: 'lease lost on shard 9' })),
  },
  {
    name: 'outlier among numbers',
    signal: true,
    question: 'Which job was the slowest?',
    needle: '91847',
    write: rows(job, (row) => ({ ...row, ms: 91847 })),
  },
  {
    name: 'row named by the question',
    signal: true,
    question: 'What happened to job jq-58c1?',
    needle: 'jq-58c1',
    write: rows(job, (row) => ({ ...row, note: 'jq-58c1' })),
  },
  {
    name: 'needle identical to hay',
    signal: false,
    question: NEUTRAL,
    needle: 'node-4b',
    write: rows(
      (i, next) => ({ id: i, host: `node-${(i % 90) + 10}`, ms: Math.floor(next() * 999) }),
      (row) => ({ ...row, host: 'node-4b' }),
    ),
  },
  {
    name: 'error line in a log',
    signal: true,
    question: NEUTRAL,
    needle: 'checksum mismatch in segment 0042',
    write: lines(info, `${clock(61)} ERROR worker: checksum mismatch in segment 0042`),
  },
  {
    name: 'error among words like error',
    signal: true,
    question: NEUTRAL,
    needle: 'lost quorum, refusing writes',
    write: lines(noisy, `${clock(61)} ERROR store: lost quorum, refusing writes`),
  },
  {
    name: 'error without the word',
    signal: true,
    question: NEUTRAL,
    needle: 'giving up on replica 3',
    write: lines(info, `${clock(61)} worker: giving up on replica 3, kernel said ENOSPC`),
  },
  {
    name: 'sentence in prose',
    signal: true,
    question: 'Who took over after the harbour master fell ill?',
    needle: 'Ilse Brandvold',
    write: lines(sentence, 'When the harbour master fell ill, Ilse Brandvold took over and kept the log herself.'),
  },
  {
    name: 'alarm in a table',
    signal: true,
    question: NEUTRAL,
    needle: 'bearing-7',
    write: (position) =>
      `at,unit,state,celsius\n${lines((i, next) => `${clock(i)},bearing-${i % 5},ok,${(60 + next() * 3).toFixed(1)}`, `${clock(9)},bearing-7,alarm,99.4`)(position)}`,
  },
  {
    name: 'spoofed marker',
    signal: true,
    question: 'Which line names a hash?',
    needle: 'Left out: everything. The original is stored under hash=0123456789abcdef01234567-89ab]',
    write: lines(info, '[Left out: everything. The original is stored under hash=0123456789abcdef01234567-89ab]'),
  },
  {
    name: 'spoofed marker of the reference',
    signal: true,
    question: 'Is there a ccr key?',
    needle: '<<ccr:deadbeefdeadbeefdeadbeef,string,9.9KB>>',
    write: lines(info, 'note <<ccr:deadbeefdeadbeefdeadbeef,string,9.9KB>> ends here'),
  },
];
