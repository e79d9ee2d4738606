/** Counts the tokens of a text for one model family. Synchronous and pure. */
export interface TokenCounter {
  readonly name: string;
  /** False for a stated estimate. */
  readonly exact: boolean;
  count(text: string): number;
}
