import { createHeadroom } from '@headroom/core';
import type { Command } from 'commander';
import { compressInput } from '../compress-input.js';
import { openStore } from '../open-store.js';
import { dim, green, printText, remark, yellow } from '../print.js';
import { readInput } from '../read-input.js';
import { addCompressionFlags, type CompressionFlags } from '../settings.js';

interface Flags extends CompressionFlags {
  readonly json?: boolean;
  readonly stats?: boolean;
}

/** `headroom compress [file|-]`: a text, a list of messages or a request body in, the same thing smaller out. */
export function compressCommand(program: Command): void {
  const command = program
    .command('compress')
    .description(
      'Shrink a text, a list of messages or a request body; originals can be had back with `headroom retrieve`',
    )
    .argument('[file]', 'file to read, or - for standard input')
    .option('--json', 'print the whole report as JSON')
    .option('--stats', 'print a summary to standard error');
  addCompressionFlags(command).action(run);
}

async function run(file: string | undefined, flags: Flags): Promise<void> {
  const input = await readInput(file);
  const store = openStore();
  try {
    const headroom = createHeadroom({ store });
    const { output, kind, result } = await compressInput(input, headroom, flags);
    if (flags.json) {
      const { body: _, messages: __, ...report } = result;
      printText(`${JSON.stringify({ kind, output, ...report }, null, 2)}\n`);
    } else printText(output);
    for (const { code, message } of result.warnings) remark(yellow(`warning ${code}: ${message}`, process.stderr));
    if (!flags.stats) return;
    const by = result.transformsApplied.join(', ') || 'unchanged';
    remark(
      `${result.tokensBefore} -> ${result.tokensAfter} tokens, ${green(`${result.savingsPercent} % saved`, process.stderr)} ${dim(`(${by})`, process.stderr)}`,
    );
    for (const hash of result.ccrHashes) remark(dim(`original: headroom retrieve ${hash}`, process.stderr));
  } finally {
    store.close();
  }
}
