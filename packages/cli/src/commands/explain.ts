import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { outputFile, writePageFile } from '../output-file.js';
import { dim, printText, remark } from '../print.js';
import { readInput } from '../read-input.js';
import { addCompressionFlags, type CompressionFlags } from '../settings.js';

interface Flags extends CompressionFlags {
  readonly json?: boolean;
  readonly html?: string | true;
}

const EXAMPLES = `
Examples:
  headroom explain request.json                 why each text was shortened or left alone
  headroom explain request.json --html          each text beside its original, as a page
  headroom explain request.json --json | jq '.[].blocks[] | select(.outcome == "kept")'`;

const PAGE = 'headroom-explain.html';

/** `headroom explain [file|-]`: what would be done to each text, and why; nothing is stored. */
export function explainCommand(program: Command): void {
  const command = program
    .command('explain')
    .description('Say what each pass would do to each text, and why')
    .argument('[file]', 'file to read, or - for standard input')
    .option('--json', 'print the decisions as JSON, a list with one report a request')
    .option('--html [file]', `write a page that shows each text beside its original (default: ${PAGE})`)
    .addHelpText('after', EXAMPLES);
  addCompressionFlags(command).action(async (file: string | undefined, flags: Flags) => {
    const page = flags.html === undefined ? undefined : outputFile(flags.html === true ? PAGE : flags.html);
    const input = await readInput(file);
    const [{ createHeadroom, explain, memory }, { compressInput }] = await Promise.all([
      import('@headroom/core'),
      import('../compress-input.js'),
    ]);
    const outcome = await compressInput(input, createHeadroom({ store: memory() }), flags);
    const { results } = outcome;
    if (page !== undefined) {
      writePageFile(page, (await import('../explained-requests.js')).pageOfOutcome(outcome));
      remark(dim(pathToFileURL(page).href, process.stderr));
      if (!flags.json) return;
    }
    if (!flags.json) return printText(`${results.map((result) => explain(result)).join('\n\n')}\n`);
    const reports = results.map(({ body: _, messages: __, ...report }) => report);
    printText(`${JSON.stringify(reports, null, 2)}\n`);
  });
}
