import type { Scorer } from '../scorer.js';
import { KompressError } from './kompress-error.js';
import { readModelFolder } from './model-folder.js';
import { optional } from './optional.js';
import { readPieces } from './pieces.js';
import { loadRuntime, type Runtime } from './runtime.js';
import { modelScorer, type Tokenizer } from './word-scores.js';

/**
 * A model of the caller's, from its folder.
 *
 * @throws KompressError where its files, the tokenizer or a runtime are missing or not as they should be.
 */
export async function localModel(folder: string, runtimes?: readonly Runtime['name'][]): Promise<Scorer> {
  const { manifest, model, vocabulary } = await readModelFolder(folder);
  const tokenizer = manifest.tokenizer === 'pieces' ? readPieces(vocabulary) : await readTokenizer(vocabulary);
  const session = await (await loadRuntime(runtimes)).open(model);
  return modelScorer('local', session, tokenizer, { longest: manifest.chunk_words, pieces: manifest.max_pieces });
}

async function readTokenizer(json: string): Promise<Tokenizer> {
  const { Tokenizer: Made } = await optional<typeof import('@huggingface/tokenizers')>('@huggingface/tokenizers').catch(
    () => {
      throw new KompressError('tokenizer_missing', '@huggingface/tokenizers is not installed; it reads tokenizer.json');
    },
  );
  let parsed: object;
  try {
    parsed = JSON.parse(json) as object;
  } catch {
    throw new KompressError('model_corrupt', 'tokenizer.json is not JSON');
  }
  const made = new Made(parsed, {});
  const around = made.encode('').ids;
  const half = Math.ceil(around.length / 2);
  const known = new Map<string, readonly number[]>();
  return {
    frame: [around.slice(0, half), around.slice(half)],
    // Word by word without the space before it, as tokenizers do with text that is already split.
    piecesOf(word) {
      const found = known.get(word) ?? idsOf(made.encode(word, { add_special_tokens: false }).ids);
      if (known.size > 20_000) known.clear();
      known.set(word, found);
      return found;
    },
  };
}

function idsOf(ids: readonly unknown[]): readonly number[] {
  if (ids.every((id) => typeof id === 'number')) return ids;
  throw new KompressError('model_corrupt', 'tokenizer.json gives a word no number');
}
