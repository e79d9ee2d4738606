/** A message or part of any specification version: what is not named here is carried, never looked at. */
export interface Fields {
  readonly [key: string]: unknown;
}

/** The least that a part has, in a message, a result or a stream. */
export interface Part extends Fields {
  readonly type: string;
}

/** The least that a message has, in the prompt of a model (specification v2 to v4) or in the SDK's own `ModelMessage`. */
export interface Message {
  readonly role: string;
  readonly content: unknown;
}

/** The part of a model's call options (specification v2 to v4) that a middleware of ours reads. */
export interface CallOptions {
  readonly prompt: readonly Message[];
  readonly tools?: readonly { readonly type: string; readonly name: string }[] | undefined;
  readonly toolChoice?: { readonly type: string; readonly toolName?: string } | undefined;
  readonly responseFormat?: { readonly type: string } | undefined;
  readonly abortSignal?: AbortSignal | undefined;
  readonly providerOptions?: Readonly<Record<string, Fields>> | undefined;
}

/** The answer of `doStream`, as far as it is looked at. */
export interface StreamResult {
  readonly stream: ReadableStream<{ readonly type: string }>;
}

/** A language model as a middleware sees it. */
export interface Model<Generated, Streamed> {
  doGenerate(options: CallOptions): PromiseLike<Generated>;
  doStream(options: CallOptions): PromiseLike<Streamed>;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
