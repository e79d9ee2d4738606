import type { HeadroomOptions } from '@headroom/core';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from './usage-error.js';

/** The flags that shape compression, as they come from the command line. */
export interface CompressionFlags {
  readonly model?: string;
  readonly mode?: 'lossless' | 'balanced' | 'aggressive';
  readonly query?: string;
  readonly budget?: number;
  readonly tool?: string;
  readonly excludeTools?: string[];
  readonly minTokens?: number;
}

/** Adds the flags shared by every command that compresses. */
export function addCompressionFlags(command: Command): Command {
  return command
    .option('-m, --model <id>', 'model whose tokens are counted (default: gpt-4o, or the one the request names)')
    .addOption(new Option('--mode <mode>', 'how far to go').choices(['lossless', 'balanced', 'aggressive']))
    .option('-q, --query <question>', 'the question the text has to answer')
    .option('--budget <tokens>', 'upper limit for the tokens of a conversation', positive)
    .option('--tool <name>', 'the tool a plain text comes from')
    .option('--exclude-tools <names...>', 'tools whose results stay as they are; * and ? are wildcards')
    .option('--min-tokens <count>', 'leave smaller texts as they are (default: 150)', atLeastZero);
}

export function toOptions(flags: CompressionFlags): HeadroomOptions {
  const { model, mode, query, budget, excludeTools, minTokens } = flags;
  return {
    ...(model === undefined ? {} : { model }),
    ...(mode === undefined ? {} : { mode }),
    ...(query === undefined ? {} : { query }),
    ...(budget === undefined ? {} : { tokenBudget: budget }),
    ...(excludeTools === undefined ? {} : { excludeTools }),
    ...(minTokens === undefined ? {} : { minTokens }),
  };
}

function atLeastZero(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 0)
    throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return value;
}

/** A port to listen on. */
export function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535)
    throw new InvalidArgumentError('It must be a whole number from 1 to 65535.');
  return value;
}

/** @throws UsageError where a mode is named, and the flag for another one. */
export function checkMode({ mode, lossless }: { readonly mode?: string; readonly lossless?: boolean }): void {
  if (lossless && mode !== undefined && mode !== 'lossless')
    throw new UsageError(`--lossless is --mode lossless, not ${mode}: one of them has to go`);
}

export function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value <= 0) throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}
