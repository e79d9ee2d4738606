import { HeadroomError, harmless } from '@headroom/core';
import type { Embed, MemoryWarning } from '../model/memory.js';
import { inTurns } from '../store/turn.js';

/** A caller's embedder, whose failures are told and never thrown: words find what vectors do not. */
export class Embedder {
  readonly #warn: (warning: MemoryWarning) => void;

  constructor(
    private readonly embed: Embed,
    readonly model: string,
    onWarning: ((warning: MemoryWarning) => void) | undefined,
  ) {
    this.#warn = harmless(onWarning);
  }

  /** A vector a text, or undefined where the embedder failed. */
  async vectors(texts: readonly string[]): Promise<readonly (readonly number[])[] | undefined> {
    if (texts.length === 0) return [];
    try {
      const found = await this.embed(texts);
      await check(found, texts.length);
      return found;
    } catch (error) {
      const message = HeadroomError.isInstance(error) ? error.message : 'The embedder failed; the ranking is by words';
      this.#warn({ code: 'embedder_failed', message });
      return undefined;
    }
  }
}

async function check(vectors: readonly (readonly number[])[], many: number): Promise<void> {
  const size = vectors[0]?.length ?? 0;
  const isList = Array.isArray(vectors) && vectors.length === many && size > 0;
  const isWhole = (vector: readonly unknown[]) =>
    vector.length === size && vector.every((value: unknown) => Number.isFinite(value));
  if (!isList || !(await inTurns(vectors, isWhole)).every(Boolean))
    throw new HeadroomError('invalid_argument', 'The embedder gave something else than one vector a text', 'embed');
}
