import type { Store } from '../model/store.js';
import type { Fields, LoopDialect } from './loop-dialect.js';

/**
 * Where the provider keeps the history, remembers which response stands behind the id that a client was shown. A stream must end
 * under the id it began with, but the provider goes on from its last round. A plain answer shows the last round's id and needs
 * no memory.
 */
export class ShownIds {
  constructor(private readonly store: Store) {}

  /** Keeps the last round's id under the first's, before a stream of several rounds ends. */
  async keep(responses: readonly Fields[], { continuesBy }: LoopDialect): Promise<void> {
    const [shown, real] = [responses[0]?.id, responses.at(-1)?.id];
    if (continuesBy === undefined || typeof shown !== 'string' || typeof real !== 'string' || shown === real) return;
    await this.store.set(keyOf(shown), real);
  }

  /** The request with the provider's own id in place of the shown one; the same reference when that is what it has. */
  async resolve(request: Fields, { continuesBy }: LoopDialect): Promise<Fields> {
    const shown = continuesBy === undefined ? undefined : request[continuesBy];
    const real = typeof shown === 'string' ? await this.store.get(keyOf(shown)) : undefined;
    return continuesBy === undefined || real === undefined ? request : { ...request, [continuesBy]: real };
  }
}

function keyOf(id: string): string {
  return `response-${id}`;
}
