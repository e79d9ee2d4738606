import type { Store } from '@headroom/core';
import type { BaseStore } from '@langchain/langgraph';

/** How originals are kept in a LangGraph store. */
export interface GraphStoreOptions {
  /** Default `['headroom', 'originals']`. */
  readonly namespace?: readonly string[];
  /** Lifetime in seconds where the engine gives none. Default: for ever, like the checkpoints that refer to them. */
  readonly ttl?: number;
  /** The clock in milliseconds, for tests. */
  readonly now?: () => number;
}

/**
 * The engine's store over LangGraph's `BaseStore`: originals live where the graph's memory lives, and survive a restart with it.
 *
 * @example
 * ```ts
 * const headroom = createHeadroom({ store: graphStore(store) });
 * const graph = builder.compile({ checkpointer, store });
 * ```
 */
export function graphStore(store: BaseStore, options: GraphStoreOptions = {}): Store {
  const { ttl, now = Date.now } = options;
  const namespace = [...(options.namespace ?? ['headroom', 'originals'])];
  const read = async (key: string) =>
    (await store.get(namespace, key))?.value as { text: string; until?: number } | undefined;
  const isLive = ({ until }: { until?: number }) => until === undefined || until > now();
  return {
    async get(key) {
      const found = await read(key);
      return found && isLive(found) ? found.text : undefined;
    },
    async set(key, text, given = {}) {
      const seconds = given.ttl ?? ttl;
      // Not indexed: originals are looked up by their hash only.
      await store.put(namespace, key, { text, ...(seconds !== undefined && { until: now() + seconds * 1000 }) }, false);
    },
    async delete(key) {
      await store.delete(namespace, key);
    },
    async expired(key) {
      const found = await read(key);
      return found !== undefined && !isLive(found);
    },
  };
}
