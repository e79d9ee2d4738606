import type { Command } from 'commander';
import { openStore, wantsLog } from '../open-store.js';
import { dim, printText, remark } from '../print.js';
import { UsageError } from '../usage-error.js';

interface Flags {
  readonly lines?: string;
  readonly rows?: string;
  readonly path?: string;
  readonly query?: string;
}

const EXAMPLES = `
Examples:
  headroom retrieve 3f2a9c0d5b7e1f2a3b4c5d6e > whole.log
  headroom retrieve 3f2a9c0d5b7e1f2a3b4c5d6e --lines 120-180
  headroom retrieve 3f2a9c0d5b7e1f2a3b4c5d6e --query "timeout web-3"`;

/** `headroom retrieve <hash>`: the exact original behind a marker, or a part of it. */
export function retrieveCommand(program: Command): void {
  program
    .command('retrieve')
    .description('Print the original behind a hash, or the asked part of it')
    .argument('<hash>', 'the digits after "hash=" in a marker')
    .option('--lines <range>', 'only these lines, for example 120-180')
    .option('--rows <range>', 'only these elements of the JSON array or rows of the table')
    .option('--path <pointer>', 'only the value at this JSON pointer')
    .option('-q, --query <words>', 'only the lines or rows that fit these words')
    .addHelpText('after', EXAMPLES)
    .action(async (hash: string, flags: Flags) => {
      const [{ createHeadroom, createLedger }, store] = await Promise.all([import('@headroom/core'), openStore()]);
      const ledger = createLedger({ store });
      try {
        const answer = await createHeadroom({ store, ledger, door: 'cli', log: wantsLog() }).retrieve(hash, flags);
        if (answer.status === 'invalid') throw new UsageError(answer.message);
        if (answer.status !== 'found') throw new Error(answer.message);
        printText(answer.text);
        if (!answer.whole) remark(dim(answer.part, process.stderr));
        await ledger.flush().catch(() => undefined);
      } finally {
        store.close();
      }
    });
}
