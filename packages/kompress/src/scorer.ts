import type { InTurns } from '@headroom/core/prose';

/** A stretch of at most {@link Scorer.longest} words to score. */
export interface Stretch {
  readonly words: readonly string[];
  /** 1 where a word is the first of a paragraph. */
  readonly begins: Uint8Array;
  /** 1 where a word stays whatever its score is. */
  readonly needed: Uint8Array;
}

/** A back-end: how much each word matters. The same stretch has the same scores, whatever was scored before. */
export interface Scorer {
  readonly name: 'linguistic' | 'onnx' | 'local';
  /** Words a call, where more are split. */
  readonly longest: number;
  /** One score from 0 (goes first) to 1 (goes last) for each word. A promise may be waited for on the way. */
  score(stretch: Stretch): InTurns<Float64Array>;
}
