/** One call, for whoever finds out whose it is: what a run was given. */
export interface LangChainCall {
  readonly configurable?: Readonly<Record<string, unknown>> | undefined;
  /** The context of an agent's run. */
  readonly context?: unknown;
}

/** What a run says, of a runnable's config or of an agent's runtime. */
export function callOf(told: unknown): LangChainCall {
  const { configurable, context } = (told ?? {}) as LangChainCall;
  return { configurable, context };
}

/** The signal that ends a run. */
export function signalOf(told: unknown): AbortSignal | undefined {
  return (told as { readonly signal?: AbortSignal } | undefined)?.signal;
}
