import type { SupportSet, Supports } from '../support/support.js';
import { shown, table } from './table.js';

const COLUMNS = [
  '',
  'bill %',
  'used %',
  'edit texts %',
  'said %',
  'sessions whole %',
  'prefix kept %',
  'tokens saved %',
];

function supportTable({ policies }: SupportSet): string {
  const rows = policies.map((one, i) => {
    const { bill, used, anchors, said, sessionsWhole, prefixKept, saved } = one;
    const cells = [bill, used, anchors, said, sessionsWhole, prefixKept, saved].map(shown);
    return i === 0 ? [`**${one.title}**`, ...cells.map((cell) => `**${cell}**`)] : [one.title, ...cells];
  });
  return table(COLUMNS, rows);
}

const HOW =
  '*Bill*: percent of what the input costs without compression, on a prompt cache (read 0.1x, write 1.25x). *Used*: strings in the next call, texts of edits included, that the agent can only have from an earlier result and that still stand literally in what it is sent. *Edit texts*: what an edit is about to replace, all its lines. *Said*: the same for its words. *Sessions whole*: nothing used was missing. *Prefix kept*: requests that begin with the bytes of the one before. A string never needed is not tested, a second read is not charged, no model is run.';

const counted = ({ sessions, requests, needs }: SupportSet) =>
  `${sessions} sessions, ${requests} requests, ${needs.used} strings used, ${needs.anchors} edit texts, ${needs.said} strings said`;

/** The section of the report on whole sessions. */
export function supportSection({ own, shared }: Supports): string {
  return [
    '## Sessions: what the next action needs, against the bill',
    HOW,
    ...(shared
      ? [
          `### Recorded sessions of real agents, not part of this repository\n\n${counted(shared)}.`,
          supportTable(shared),
        ]
      : []),
    `### Sessions told with this repository’s own files and tools\n\n${counted(own)}.`,
    supportTable(own),
  ].join('\n\n');
}

/** The same in the README: real sessions where they were at hand, and what they say in two sentences. */
export function sessionsInBrief({ own, shared }: Supports): string {
  const set = shared ?? own;
  const floor = set.policies.find(({ name }) => name === 'empty');
  const what = shared
    ? 'recorded sessions of real agents (coding, web, terminal, service, APIs), which the defaults were tuned on'
    : 'sessions told with this repository’s own files and tools';
  const most = floor
    ? ` Most of a bill is not tool output: with every result empty it would still be ${shown(floor.bill)} %.`
    : '';
  return ['### Whole sessions', `${set.sessions} ${what}: ${counted(set)}.${most}`, supportTable(set), HOW].join(
    '\n\n',
  );
}
