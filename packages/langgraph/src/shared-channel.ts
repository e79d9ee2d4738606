import { type ContextEntry, SharedContext, type SharedContextOptions } from '@headroom/core';
import { Annotation } from '@langchain/langgraph';

/** Shared texts by key, as they stand in a graph's state and its checkpoints. */
export type SharedEntries = Readonly<Record<string, ContextEntry>>;

/** What is known about one shared text besides its content. */
export interface ShareOptions extends Pick<SharedContextOptions, 'headroom' | 'model'> {
  /** Who shares it. */
  readonly agent?: string;
  /** What the receiving agent will want to know; steers what is kept. */
  readonly query?: string;
}

/**
 * A channel of the state for what agents share: later entries replace earlier ones of the same key, also when branches write at once.
 *
 * @example
 * ```ts
 * const State = Annotation.Root({ ...MessagesAnnotation.spec, shared: sharedChannel() });
 * ```
 */
export function sharedChannel() {
  return Annotation<SharedEntries>({
    reducer: (entries, more) => ({ ...entries, ...more }),
    default: () => ({}),
  });
}

/**
 * The update that shares a text through a {@link sharedChannel}: compressed for the other agents, in full in the checkpoint.
 *
 * @example
 * ```ts
 * const researcher = async (state) => ({ shared: await share('findings', report, { agent: 'researcher', query: state.task }) });
 * ```
 */
export async function share(key: string, content: unknown, options: ShareOptions = {}): Promise<SharedEntries> {
  const { headroom, model, ...about } = options;
  const context = new SharedContext({ ...(headroom && { headroom }), ...(model !== undefined && { model }) });
  return { [key]: await context.put(key, content, about) };
}

/** The compressed text of an entry, or the original with `full`; null when nobody shared it. */
export function readShared(
  entries: SharedEntries,
  key: string,
  options: { readonly full?: boolean } = {},
): string | null {
  const entry = Object.hasOwn(entries, key) ? entries[key] : undefined;
  if (!entry) return null;
  return options.full ? entry.original : entry.compressed;
}
