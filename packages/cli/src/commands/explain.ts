import { createHeadroom, explain, memory } from '@headroom/core';
import type { Command } from 'commander';
import { compressInput } from '../compress-input.js';
import { printText } from '../print.js';
import { readInput } from '../read-input.js';
import { addCompressionFlags, type CompressionFlags } from '../settings.js';

/** `headroom explain [file|-]`: what would be done to each text, and why; nothing is stored. */
export function explainCommand(program: Command): void {
  const command = program
    .command('explain')
    .description('Say what each pass would do to each text, and why')
    .argument('[file]', 'file to read, or - for standard input');
  addCompressionFlags(command).action(async (file: string | undefined, flags: CompressionFlags) => {
    const headroom = createHeadroom({ store: memory() });
    const { result } = await compressInput(await readInput(file), headroom, flags);
    printText(`${explain(result)}\n`);
  });
}
