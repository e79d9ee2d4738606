/** A JSON object whose fields are not looked at. */
export type Fields = Readonly<Record<string, unknown>>;

/** A JSON-RPC message as it stands on the wire. */
export interface Message {
  readonly jsonrpc: '2.0';
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** What a request led to. */
export type Reply = { readonly result: unknown } | { readonly error: unknown };

export function isRequest(
  message: Message,
): message is Message & { readonly id: string | number; readonly method: string } {
  return message.method !== undefined && message.id !== undefined;
}

export function isResponse(message: Message): boolean {
  return message.method === undefined && message.id !== undefined;
}

export function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listOf(owner: unknown, key: string): readonly unknown[] {
  const value = asFields(owner)[key];
  return Array.isArray(value) ? value : [];
}
