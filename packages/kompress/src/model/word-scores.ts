import type { InTurns } from '@headroom/core/prose';
import type { Scorer } from '../scorer.js';
import { waited } from '../waited.js';
import type { Session } from './runtime.js';

/** Turns words into the ids of their pieces. */
export interface Tokenizer {
  /** Ids before and behind all words. */
  readonly frame: readonly [readonly number[], readonly number[]];
  /** The ids of a word that stands behind a space, one at least. */
  piecesOf(word: string): readonly number[];
}

const PIECES_A_WORD = 16;

/** A model as a back-end: the score of a word is the highest of its pieces. */
export function modelScorer(
  name: 'onnx' | 'local',
  session: Session,
  tokenizer: Tokenizer,
  { longest, pieces }: { readonly longest: number; readonly pieces: number },
): Scorer {
  return {
    name,
    longest,
    *score({ words }): InTurns<Float64Array> {
      const scores = new Float64Array(words.length);
      const [head, tail] = tokenizer.frame;
      for (let from = 0; from < words.length; ) {
        const ids = [...head];
        const owners: number[] = [];
        let to = from;
        for (; to < words.length; to++) {
          const own = tokenizer.piecesOf(words[to]!).slice(0, PIECES_A_WORD);
          if (to > from && ids.length + own.length + tail.length > pieces) break;
          for (const id of own) {
            ids.push(id);
            owners.push(to);
          }
        }
        ids.push(...tail);
        const found = yield* waited(session.run(ids));
        for (const [i, word] of owners.entries())
          scores[word] = Math.max(scores[word]!, Math.min(1, found[head.length + i]!));
        from = to;
      }
      return scores;
    },
  };
}
