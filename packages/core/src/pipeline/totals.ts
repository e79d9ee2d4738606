import type { BlockReport } from '../model/report.js';

/** What texts of one tool came to that one compressor made shorter. */
export interface ShorterTexts {
  readonly tool: string;
  readonly compressor: string;
  texts: number;
  tokensBefore: number;
  tokensAfter: number;
}

/** The sums over the first texts of a conversation, to be added to. */
export class Totals {
  count = 0;
  tokensBefore = 0;
  tokensAfter = 0;
  readonly transforms: string[] = [];
  readonly hashes = new Set<string>();
  readonly shorter = new Map<string, ShorterTexts>();

  add({ outcome, tool = '', compressor = '', tokensBefore, tokensAfter, hash }: BlockReport): void {
    this.count++;
    this.tokensBefore += tokensBefore;
    this.tokensAfter += tokensAfter;
    if (hash) this.hashes.add(hash);
    if (outcome === 'kept') return;
    this.transforms.push(`router:${compressor || undefined}:${(tokensAfter / tokensBefore).toFixed(2)}`);
    const name = `${tool}\n${compressor}`;
    const of = this.shorter.get(name) ?? { tool, compressor, texts: 0, tokensBefore: 0, tokensAfter: 0 };
    this.shorter.set(name, of);
    of.texts++;
    of.tokensBefore += tokensBefore;
    of.tokensAfter += tokensAfter;
  }
}
