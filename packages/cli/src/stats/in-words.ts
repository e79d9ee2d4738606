import type { LedgerSum } from '@headroom/core';
import { dim } from '../print.js';
import type { Books } from './books.js';

const MOST_ROWS = 15;
const NARROWEST = 12;

/** Why texts stay whole, in a few words more. */
const WHY: Readonly<Record<string, string>> = {
  small: 'too small to gain anything',
  dense: 'nothing was found that could go',
  edited: 'files that are being worked on',
  error: 'what went wrong stays whole',
  excluded: 'tools you excluded',
  retrieved: 'originals that were asked back',
  shortened: 'shortened before',
  frozen: 'sent already: what was sent is not changed',
  long: 'over the limit',
  late: 'no time was left',
  broken: 'no readable text',
  unstored: 'the store was away',
  unshown: 'the agent shows these only as they are',
};

/** The books as they are printed. */
export function inWords(books: Books, source: string, days: number | undefined): string {
  const { total, today, week, tools, compressors, models, doors, left } = books;
  if (total.texts + total.retrievals + total.textsLeft === 0)
    return 'Nothing has been shortened yet. Try: npm ls --json | headroom compress --stats\n';
  const counters = Object.entries(models).map(
    ([name, { counter, dollars }]) =>
      [name, `counted with ${counter}${dollars === undefined ? ', no price known' : ''}`] as const,
  );
  const all = days === undefined ? 'in all' : `last ${days} days`;
  const spans = { today: today.total, ...(days === 7 ? {} : { 'last 7 days': week.total }), [all]: total };
  const back = Object.fromEntries(Object.entries(tools).filter(([, { retrievals }]) => retrievals > 0));
  const sections = [
    section('Saved', Object.entries(spans), line),
    section('By agent or program', bySaving(doors), line),
    section('By tool', bySaving(tools), line),
    section('By kind of text', bySaving(compressors), line),
    section('By model', bySaving(models), line, new Map(counters)),
    days === 1
      ? ''
      : section(
          'By day',
          Object.entries(books.days).sort(([a], [b]) => b.localeCompare(a)),
          line,
        ),
    section('Asked back', Object.entries(back), asked),
    section('Left whole', bySize(left), whole, new Map(Object.entries(WHY))),
  ];
  return `${sections.filter(Boolean).join('\n')}\n${dim(prices(books, source))}\n`;
}

function prices({ models, total, pricesDate }: Books, source: string): string {
  if (total.dollars === undefined)
    return 'No price is known for these models. A file of your own, named by HEADROOM_PRICES, can say them.';
  const isPartial = Object.values(models).some(({ dollars }) => dollars === undefined);
  return `List prices of ${pricesDate} (${source}).${isPartial ? ' Models without a known price are not in the money; HEADROOM_PRICES can name a file with theirs.' : ''}`;
}

type Rows<Value> = readonly (readonly [string, Value])[];

const bySaving = (sums: Readonly<Record<string, LedgerSum>>): Rows<LedgerSum> =>
  Object.entries(sums)
    .filter(([, { texts, retrievals }]) => texts + retrievals > 0)
    .sort(([, a], [, b]) => b.tokensSaved - a.tokensSaved);

const bySize = <Value extends { readonly tokens: number }>(sums: Readonly<Record<string, Value>>): Rows<Value> =>
  Object.entries(sums).sort(([, a], [, b]) => b.tokens - a.tokens);

function section<Value>(
  title: string,
  rows: Rows<Value>,
  write: (value: Value) => string,
  notes: ReadonlyMap<string, string> = new Map(),
): string {
  if (rows.length === 0) return '';
  const shown = rows.slice(0, MOST_ROWS);
  const width = Math.max(NARROWEST, ...shown.map(([name]) => name.length));
  const lines = shown.map(([name, value]) => `  ${name.padEnd(width)} ${write(value)}${note(notes.get(name))}`);
  if (rows.length > MOST_ROWS) lines.push(`  and ${rows.length - MOST_ROWS} more`);
  return `${title}\n${lines.join('\n')}\n`;
}

const note = (text: string | undefined): string => (text === undefined ? '' : dim(`  ${text}`));
const count = (value: number): string => value.toLocaleString('en-US');
const texts = (value: number): string => `${count(value)} text${value === 1 ? '' : 's'}`;

function line(sum: LedgerSum): string {
  const { tokensBefore, tokensSaved, tokensSavedAgain, dollars, retrievals } = sum;
  const percent = tokensBefore === 0 ? '' : ` (${Math.round((tokensSaved / tokensBefore) * 100)} %)`;
  const again = tokensSavedAgain === 0 ? '' : `, ${count(tokensSavedAgain)} of them sent again`;
  const money = dollars === undefined ? '' : `, $${dollars.toFixed(dollars < 1 ? 4 : 2)}`;
  const back = retrievals === 0 ? '' : `, ${asked(sum)}`;
  return `${count(tokensSaved).padStart(12)} tokens${percent} in ${texts(sum.texts)}${again}${money}${back}`;
}

const asked = ({ retrievals, tokensRetrieved }: LedgerSum): string =>
  `${count(retrievals)} brought back (${count(tokensRetrieved)} tokens)`;
const whole = (sum: { readonly texts: number; readonly tokens: number }): string =>
  `${count(sum.tokens).padStart(12)} tokens in ${texts(sum.texts)}`;
