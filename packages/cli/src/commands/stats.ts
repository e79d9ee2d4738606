import type { Command } from 'commander';
import { openStore } from '../open-store.js';
import { printText } from '../print.js';
import { positive } from '../settings.js';

interface Flags {
  readonly days?: number;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  headroom stats                 today, this week and all that the programs of this machine saved
  headroom stats --days 30       the last month
  headroom stats --json          for scripts

Money is at list prices: a text that is sent again with the next turn counts at the price of the provider's cache.`;

/** `headroom stats`: tokens and money saved by all programs that share the store. */
export function statsCommand(program: Command): void {
  program
    .command('stats')
    .description('Show the tokens and the money saved, by agent, tool, kind, model and day, and what was left whole')
    .option('--days <count>', 'only the last so many days', positive)
    .option('--json', 'print the figures as JSON')
    .addHelpText('after', EXAMPLES)
    .action(run);
}

async function run({ days, json }: Flags): Promise<void> {
  await askToWrite();
  const [{ createLedger, PRICES_SOURCE }, { ownPrices }, { booksOf }, { inWords }, store] = await Promise.all([
    import('@headroom/core'),
    import('../own-prices.js'),
    import('../stats/books.js'),
    import('../stats/in-words.js'),
    openStore(),
  ]);
  try {
    const books = await booksOf(createLedger({ store, ...ownPrices() }), days);
    printText(json ? `${JSON.stringify(books, null, 2)}\n` : inWords(books, PRICES_SOURCE, days));
  } finally {
    store.close();
  }
}

/** The service writes its sums down a few seconds later; asked for them, at once. */
async function askToWrite(): Promise<void> {
  const [{ ask }, { liveState, serviceFolder }] = await Promise.all([
    import('../service/ask.js'),
    import('../service/state.js'),
  ]);
  const state = liveState(serviceFolder());
  if (state) await ask(state, '/v1/stats', { timeoutMs: 2000 });
}
