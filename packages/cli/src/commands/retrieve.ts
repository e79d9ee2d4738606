import { createHeadroom } from '@headroom/core';
import type { Command } from 'commander';
import { openStore } from '../open-store.js';
import { dim, printText, remark } from '../print.js';
import { UsageError } from '../usage-error.js';

interface Flags {
  readonly lines?: string;
  readonly rows?: string;
  readonly path?: string;
  readonly query?: string;
}

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
    .action(async (hash: string, flags: Flags) => {
      const store = openStore();
      try {
        const answer = await createHeadroom({ store }).retrieve(hash, flags);
        if (answer.status === 'invalid') throw new UsageError(answer.message);
        if (answer.status !== 'found') throw new Error(answer.message);
        printText(answer.text);
        if (!answer.whole) remark(dim(answer.part, process.stderr));
      } finally {
        store.close();
      }
    });
}
