#!/usr/bin/env node
import { HeadroomError } from '@headroom/core';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { compressCommand } from './commands/compress.js';
import { explainCommand } from './commands/explain.js';
import { mcpCommand } from './commands/mcp.js';
import { retrieveCommand } from './commands/retrieve.js';
import { UsageError } from './usage-error.js';
import { version } from './version.js';

/** The commands, in the order of `headroom --help`. A new command is one file and one line here. */
const commands = [compressCommand, explainCommand, retrieveCommand, mcpCommand];

const program = new Command('headroom')
  .description('Shrinks what an AI agent reads: tool outputs, logs, files, search results. Nothing is lost.')
  .version(version)
  .showSuggestionAfterError()
  .exitOverride();
for (const add of commands) add(program);

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe went away: that is its right.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** 0 for help, 2 for misuse, 1 for everything else. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError || error instanceof InvalidArgumentError || HeadroomError.isInstance(error)) {
    process.stderr.write(`headroom: ${error.message}\n`);
    return 2;
  }
  process.stderr.write(`headroom: ${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
}
