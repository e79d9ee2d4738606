import type { WarningCode } from '../model/report.js';

/** What one call saved. Names and numbers only: nothing of what was in the prompt. */
export interface Saving {
  readonly model: string | undefined;
  /** The shape of the request: `openai-chat`, `anthropic`, … */
  readonly format: string | undefined;
  /** What counted the tokens; see `result.counter`. */
  readonly counter: string;
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  readonly tokensSaved: number;
  /** Of them, those of texts that an earlier call of this engine sent so: without compression they too would come from the provider's cache. */
  readonly tokensSavedAgain: number;
  readonly savingsPercent: number;
  /** The tokens saved at list price, uncached, and those saved again at the price of the cache; undefined where the model's price is not known. */
  readonly dollars: number | undefined;
  /** How many texts became shorter, and how many were read. */
  readonly texts: number;
  readonly textsRead: number;
  /** Tokens saved by tool and by compressor. */
  readonly tools: Readonly<Record<string, number>>;
  readonly compressors: Readonly<Record<string, number>>;
  readonly milliseconds: number;
  readonly warnings: readonly WarningCode[];
}

/** One line for people: `headroom: openai-chat gpt-4o, 12345 -> 3210 tokens (74 % saved), 2 of 9 texts: log -9135; 8 ms, o200k_base`. */
export function describeSaving(saving: Saving): string {
  const { format = 'unknown shape', model = 'no model named', tokensBefore, tokensAfter, savingsPercent } = saving;
  const by = Object.entries(saving.compressors)
    .sort(([, a], [, b]) => b - a)
    .map(([name, saved]) => `${name} -${saved}`);
  const what =
    saving.texts === 0 ? 'nothing shortened' : `${saving.texts} of ${saving.textsRead} texts: ${by.join(', ')}`;
  const warned = saving.warnings.length === 0 ? '' : `; warnings: ${[...new Set(saving.warnings)].join(', ')}`;
  const line = `headroom: ${format} ${model}, ${tokensBefore} -> ${tokensAfter} tokens (${savingsPercent} % saved), ${what}; ${saving.milliseconds} ms, ${saving.counter}${warned}`;
  return line.replace(/\p{Cc}+/gu, ' ').slice(0, 400);
}
