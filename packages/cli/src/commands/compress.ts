import type { CompressResult } from '@headroom/core';
import type { Command } from 'commander';
import type { Outcome } from '../compress-input.js';
import { describeProblem } from '../describe-problem.js';
import { openStore, wantsLog } from '../open-store.js';
import { dim, green, printBytes, printText, remark, yellow } from '../print.js';
import { decode, readBytes } from '../read-input.js';
import { addCompressionFlags, type CompressionFlags } from '../settings.js';

interface Flags extends CompressionFlags {
  readonly json?: boolean;
  readonly stats?: boolean;
}

const EXAMPLES = `
Examples:
  npm test 2>&1 | headroom compress --query "which test failed?" --stats
  headroom compress request.json > smaller.json        a request body or list of messages, by shape
  headroom compress batch.jsonl > smaller.jsonl        one request a line
  headroom compress request.json --exclude-tools "Read*" Grep --min-tokens 500
  headroom compress app.log --mode lossless --json     the whole report

In a pipe the input always comes out: shorter where it can be, else as it was, with a warning on standard error.`;

/** `headroom compress [file|-]`: a text, a list of messages or a request body in, the same thing smaller out. */
export function compressCommand(program: Command): void {
  const command = program
    .command('compress')
    .description(
      'Shrink a text, a list of messages, a request body or a batch of them; originals come back with `headroom retrieve`',
    )
    .argument('[file]', 'file to read, or - for standard input')
    .option('--json', 'print the whole report as JSON')
    .option('--stats', 'print a summary to standard error')
    .addHelpText('after', EXAMPLES);
  addCompressionFlags(command).action(run);
}

async function run(file: string | undefined, flags: Flags): Promise<void> {
  const bytes = await readBytes(file);
  const input = decode(bytes);
  try {
    if (input === undefined) throw new Error('it is not UTF-8 text');
    const outcome = await compress(input, flags);
    if (flags.json) printText(`${JSON.stringify(reportOf(outcome), null, 2)}\n`);
    else printText(outcome.output);
    describe(outcome, flags);
  } catch (error) {
    // Misuse is said as such: nothing was printed, and the next call can be right.
    if (flags.json || isMisuse(error)) throw error;
    printBytes(bytes);
    remark(yellow(`headroom: passed on unchanged: ${describeProblem(error)}`, process.stderr));
  }
}

function isMisuse(error: unknown): boolean {
  return (error as { name?: string }).name === 'HeadroomError';
}

async function compress(input: string, flags: Flags): Promise<Outcome> {
  const [{ createHeadroom }, { compressInput }, store] = await Promise.all([
    import('@headroom/core'),
    import('../compress-input.js'),
    openStore(),
  ]);
  const { createLedger } = await import('@headroom/core');
  const ledger = createLedger({ store });
  try {
    const headroom = createHeadroom({ store, ledger, door: 'cli', log: wantsLog() });
    const outcome = await compressInput(input, headroom, flags);
    // Statistics never fail a call.
    await ledger.flush().catch(() => undefined);
    return outcome;
  } finally {
    store.close();
  }
}

function reportOf({ kind, output, results }: Outcome): unknown {
  const reports = results.map(({ body: _, messages: __, ...report }) => report);
  return kind === 'batch' ? { kind, output, lines: reports } : { kind, output, ...reports[0] };
}

function describe({ results }: Outcome, flags: Flags): void {
  for (const text of new Set(
    results.flatMap(({ warnings }) => warnings.map(({ code, message }) => `${message} (${code})`)),
  ))
    remark(yellow(`headroom: ${text}`, process.stderr));
  if (!flags.stats) return;
  const sum = (of: (result: CompressResult) => number): number => results.reduce((total, one) => total + of(one), 0);
  const before = sum((result) => result.tokensBefore);
  const after = sum((result) => result.tokensAfter);
  const percent = before === 0 ? 0 : Math.round((1 - after / before) * 1000) / 10;
  const by = [...new Set(results.flatMap(({ transformsApplied }) => transformsApplied))].join(', ') || 'unchanged';
  const counters = [...new Set(results.map(({ counter }) => counter))].join(', ');
  remark(
    `${before} -> ${after} tokens, ${green(`${percent} % saved`, process.stderr)} ${dim(`(${by}) counted with ${counters}`, process.stderr)}`,
  );
  for (const hash of new Set(results.flatMap(({ ccrHashes }) => ccrHashes)))
    remark(dim(`original: headroom retrieve ${hash}`, process.stderr));
}
