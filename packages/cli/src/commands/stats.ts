import type { LedgerReport, LedgerSum } from '@headroom/core';
import type { Command } from 'commander';
import { openStore } from '../open-store.js';
import { dim, printText } from '../print.js';
import { positive } from '../settings.js';

interface Flags {
  readonly days?: number;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  headroom stats                 all that the programs of this machine saved
  headroom stats --days 7        the last week
  headroom stats --json          for scripts

Money is at list prices: a text that is sent again with the next turn counts at the price of the provider's cache.`;

const MOST_ROWS = 15;

/** `headroom stats`: tokens and money saved by all programs that share the store. */
export function statsCommand(program: Command): void {
  program
    .command('stats')
    .description('Show the tokens and the money saved, by tool, model, program and day')
    .option('--days <count>', 'only the last so many days', positive)
    .option('--json', 'print the figures as JSON')
    .addHelpText('after', EXAMPLES)
    .action(run);
}

async function run({ days, json }: Flags): Promise<void> {
  const [{ createLedger, PRICES_SOURCE }, store] = await Promise.all([import('@headroom/core'), openStore()]);
  try {
    const report = await createLedger({ store }).report(days === undefined ? {} : { days });
    printText(json ? `${JSON.stringify(report, null, 2)}\n` : inWords(report, PRICES_SOURCE));
  } finally {
    store.close();
  }
}

function inWords(report: LedgerReport, source: string): string {
  const { total, tools, models, doors, days, pricesDate } = report;
  if (total.texts === 0 && total.retrievals === 0)
    return 'Nothing has been shortened yet. Try: npm ls --json | headroom compress --stats\n';
  const counters = Object.entries(models).map(
    ([name, { counter, dollars }]) =>
      [name, `counted with ${counter}${dollars === undefined ? ', no price known' : ''}`] as const,
  );
  const sections = [
    section('all', { total }),
    section('tool', tools),
    section('model', models, new Map(counters)),
    section('program', doors),
    section('day', days),
  ];
  const isPartial = Object.values(models).some(({ dollars }) => dollars === undefined);
  const without = isPartial ? ' Models without a known price are not in the money.' : '';
  const prices =
    total.dollars === undefined
      ? 'No price is known for these models.'
      : `List prices of ${pricesDate} (${source}).${without}`;
  return `${sections.filter(Boolean).join('\n')}\n${dim(prices)}\n`;
}

function section(
  title: string,
  sums: Readonly<Record<string, LedgerSum>>,
  notes: ReadonlyMap<string, string> = new Map(),
): string {
  const byDay = title === 'day';
  const rows = Object.entries(sums).sort(([a, x], [b, y]) =>
    byDay ? b.localeCompare(a) : y.tokensSaved - x.tokensSaved,
  );
  if (rows.length === 0) return '';
  const width = Math.max(12, ...rows.slice(0, MOST_ROWS).map(([name]) => name.length));
  const lines = rows
    .slice(0, MOST_ROWS)
    .map(([name, sum]) => `  ${name.padEnd(width)} ${line(sum)}${note(notes.get(name))}`);
  if (rows.length > MOST_ROWS) lines.push(`  and ${rows.length - MOST_ROWS} more`);
  return `${title === 'all' ? 'Saved in all' : `By ${title}`}\n${lines.join('\n')}\n`;
}

const note = (text: string | undefined): string => (text === undefined ? '' : dim(`  ${text}`));

function line({
  texts,
  tokensBefore,
  tokensSaved,
  tokensSavedAgain,
  retrievals,
  tokensRetrieved,
  dollars,
}: LedgerSum): string {
  const percent = tokensBefore === 0 ? '' : ` (${Math.round((tokensSaved / tokensBefore) * 100)} %)`;
  const again = tokensSavedAgain === 0 ? '' : `, ${count(tokensSavedAgain)} of them sent again`;
  const money = dollars === undefined ? '' : `, $${dollars.toFixed(dollars < 1 ? 4 : 2)}`;
  const back = retrievals === 0 ? '' : `, ${count(retrievals)} brought back (${count(tokensRetrieved)} tokens)`;
  return `${count(tokensSaved).padStart(12)} tokens${percent} in ${count(texts)} texts${again}${money}${back}`;
}

const count = (value: number): string => value.toLocaleString('en-US');
