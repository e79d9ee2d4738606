import { readFileSync, writeFileSync } from 'node:fs';
import { asTheyAre, markedText } from '@headroom/stores/marked-text';
import { REFERENCE } from '../cases/shared-bench.js';
import { inRepo } from '../repo.js';
import type { Supports } from '../support/support.js';
import type { Survival } from '../survival/survival.js';
import { sessionsInBrief } from './support-section.js';
import { shown, table } from './table.js';

const SECTION = markedText({
  start: '<!-- evals:start -->',
  end: '<!-- evals:end -->',
  problems: {
    not_text: 'it is no text',
    unpaired: 'a mark of the tables stands alone',
    doubled: 'it has the marks of the tables twice',
    merging: 'it stands in the middle of a merge',
  },
  ...asTheyAre,
});

/** The side-by-side tables of the README: whole sessions, then single outputs. */
export function readmeTable({ own, shared }: Survival, support?: Supports): string {
  const cells = (sum: { saved: number; safe: number; kept: number } | undefined) =>
    sum ? [shown(sum.saved), shown(sum.safe), shown(sum.kept)] : ['', '', ''];
  const rows = own.map(({ name, title, all }, i) => {
    const other = shared?.find((score) => score.name === name)?.all;
    const cell = [...cells(all), ...(shared ? cells(other) : [])];
    return i === 0 ? [`**${title}**`, ...cell.map((text) => `**${text}**`)] : [title, ...cell];
  });
  if (shared) rows.push([REFERENCE.title, '', '', '', ...cells(REFERENCE)]);
  const [a, b] = [own[0]?.all.cases ?? 0, shared?.[0]?.all.cases];
  const headings = ['saved %', 'safe saved %', 'facts kept %'];
  const twice = b ? headings.map((title) => `${title} (B)`) : [];
  const sets = b
    ? `A: ${a} tool outputs of this repository (the compressors' fixtures). B: ${b} recorded tool outputs that are not part of it and that the compressors were developed against. Other real cases may do worse than either.`
    : `${a} tool outputs of this repository (the compressors' fixtures), which the compressors were developed against.`;
  return [
    ...(support ? [sessionsInBrief(support), '### Single tool outputs'] : []),
    table(['', ...headings.map((title) => (b ? `${title} (A)` : title)), ...twice], rows),
    `${sets} Tokens are \`o200k_base\`, over whole conversations. *Safe* savings count only where every fact the question needs is still literally in the text; behind a marker does not count. Written by \`npm run evals -- report\`; more in [docs/reports/evals.md](docs/reports/evals.md), speed in [docs/reports/bench.md](docs/reports/bench.md).`,
  ].join('\n\n');
}

/**
 * Replaces the table between the two marks of the README; without marks nothing happens and false comes back.
 * @throws Error where it cannot be said what stands between them
 */
export function updateReadme(survival: Survival, support?: Supports): boolean {
  const path = inRepo('README.md');
  const text = SECTION.read(readFileSync(path));
  if (typeof text === 'string') throw new Error(`README.md: ${text}`);
  if (text.lines === undefined) return false;
  writeFileSync(path, SECTION.put(text, ['', ...readmeTable(survival, support).split('\n'), '']));
  return true;
}
