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

const becameTable = ({ became }: SupportSet) =>
  table(
    ['what became of the results', 'share of their tokens %', 'saved %'],
    became.map(({ what, share, saved }) => [what, shown(share), shown(saved)]),
  );

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
    becameTable(own),
  ].join('\n\n');
}

/** The same in the README: real sessions where they were at hand, and in words what they save and why not more. */
export function sessionsInBrief({ own, shared }: Supports): string {
  const set = shared ?? own;
  const what = shared
    ? 'recorded sessions of real agents (coding, web, terminal, service, APIs), which the defaults were developed against'
    : 'sessions told with this repository’s own files and tools';
  const { bill = 100, used = 0 } = set.policies[0] ?? {};
  const empty = set.policies.find(({ name }) => name === 'empty')?.bill ?? 0;
  const shares = set.became.map((one) => `${shown(one.share)} % ${one.what} (${shown(one.saved)} % saved)`);
  return [
    '### Whole sessions',
    `${set.sessions} ${what}; ${set.requests} requests, ${set.needs.used} strings used, ${set.needs.anchors} edit texts. **They cost ${shown(bill)} % of what they cost without compression, with ${shown(used)} % of what the next call uses still in sight.** With every result empty they would cost ${shown(empty)} %.`,
    supportTable(set),
    HOW,
    `Why not more: of the tokens of their results, each counted once, ${shares.join(', ')}.`,
  ].join('\n\n');
}
