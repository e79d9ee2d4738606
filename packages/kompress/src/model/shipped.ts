import type { Scorer } from '../scorer.js';
import { KompressError } from './kompress-error.js';
import { readModelFolder } from './model-folder.js';
import { optional } from './optional.js';
import { readPieces } from './pieces.js';
import { loadRuntime, type Runtime } from './runtime.js';
import { modelScorer } from './word-scores.js';

/**
 * The model of `@headroom/kompress-model`.
 *
 * @throws KompressError where the package, its files or a runtime are missing or not as they should be.
 */
export async function shippedModel(runtimes?: readonly Runtime['name'][]): Promise<Scorer> {
  const { modelFolder } = await optional<typeof import('@headroom/kompress-model')>('@headroom/kompress-model').catch(
    () => {
      throw new KompressError(
        'model_missing',
        '@headroom/kompress-model is not installed; the linguistic back-end is used',
      );
    },
  );
  return openShipped(modelFolder, runtimes);
}

/** A model with a vocabulary of pieces, from its folder. */
export async function openShipped(folder: string, runtimes?: readonly Runtime['name'][]): Promise<Scorer> {
  const { manifest, model, vocabulary } = await readModelFolder(folder);
  const session = await (await loadRuntime(runtimes)).open(model);
  return modelScorer('onnx', session, readPieces(vocabulary), {
    longest: manifest.chunk_words,
    pieces: manifest.max_pieces,
  });
}
