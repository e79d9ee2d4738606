import type { Warning } from '../model/report.js';
import type { HeadroomOptions } from './options.js';
import type { CompressResult } from './result.js';

/** How a single text is compressed. */
export interface TextOptions extends HeadroomOptions {
  /** The tool the text comes from, as in a conversation. */
  readonly tool?: string;
  /** The tool call's arguments. */
  readonly input?: unknown;
}

/** A single text after compression. */
export interface TextResult {
  readonly text: string;
  readonly original: string;
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  readonly tokensSaved: number;
  readonly savingsPercent: number;
  readonly transformsApplied: readonly string[];
  /** The key of the original when something was left out. */
  readonly hash: string | undefined;
  readonly warnings: readonly Warning[];
  readonly result: CompressResult;
}

type TextRequest = { readonly role: string; readonly content: string | null }[];

/** A conversation of one tool call whose result is the text. */
export function textRequest(text: string, options: TextOptions): { request: TextRequest; rest: HeadroomOptions } {
  const { tool = 'text', input = {}, ...rest } = options;
  const call = { id: 'text', type: 'function', function: { name: tool, arguments: JSON.stringify(input) ?? '{}' } };
  const request = [
    { role: 'assistant', content: null, tool_calls: [call] },
    { role: 'tool', tool_call_id: 'text', content: text },
  ];
  return { request, rest };
}

/** Reads the text back out of the compressed conversation. */
export function textResult(original: string, result: CompressResult<TextRequest>): TextResult {
  const { tokensBefore, tokensAfter, tokensSaved, savingsPercent, transformsApplied, warnings } = result;
  const text = result.messages[1]?.content ?? original;
  return {
    text,
    original,
    tokensBefore,
    tokensAfter,
    tokensSaved,
    savingsPercent,
    transformsApplied,
    hash: result.ccrHashes[0],
    warnings,
    result,
  };
}
