import { createHeadroom } from './compress.js';
import type { LanguageName } from './compressors/code/languages.js';
import { loadGrammars } from './compressors/code/load-grammars.js';
import { warmTexts } from './warm-texts.js';

/** What {@link warmUp} gets ready. */
export interface WarmUpOptions {
  /** The model whose tokens will be counted; its vocabulary is loaded. Default: that of an engine without a model. */
  readonly model?: string;
  /** Languages whose grammars are loaded, some milliseconds each. Default: none; a grammar is loaded with the first text that needs it. */
  readonly languages?: readonly LanguageName[];
}

/**
 * Gets the process ready for its first request: loads the vocabulary and compresses a small text of each kind, so that the
 * code and the patterns of all kinds are compiled. Takes some tenths of a second once, in turns; without it the first text
 * of each kind takes several times as long as later ones. For servers, before they listen. Results are the same with and
 * without, and nothing of it shows in stores or sums.
 *
 * @example
 * ```ts
 * await warmUp({ model: 'gpt-4o', languages: ['typescript'] });
 * ```
 */
export async function warmUp({ model, languages = [] }: WarmUpOptions = {}): Promise<void> {
  if (languages.length > 0) await loadGrammars(undefined, languages);
  const engine = createHeadroom({ ...(model === undefined ? {} : { model }), timeBudgetMs: 60_000 });
  for (const { text, query } of warmTexts(languages)) await engine.compressText(text, { query });
}
