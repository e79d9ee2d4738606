import type { Fields } from '../loop-dialect.js';
import type { StreamedCall } from './chat-calls.js';

/** Puts a streamed chat message together again; fields of other vendors (reasoning texts and details) are joined too. */
export class ChatMessage {
  readonly #fields: Record<string, unknown> = {};

  get hasText(): boolean {
    return typeof this.#fields.content === 'string' && this.#fields.content !== '';
  }

  add({ tool_calls: _, ...delta }: Fields): void {
    for (const [key, value] of Object.entries(delta)) {
      if (key === 'role' || value === null) this.#fields[key] ??= value;
      else this.#fields[key] = joined(this.#fields[key], value);
    }
  }

  toMessage(calls: readonly StreamedCall[]): Fields {
    const message = { role: 'assistant', content: null, ...this.#fields };
    return calls.length > 0 ? { ...message, tool_calls: calls.map((call) => call.toCall()) } : message;
  }
}

function joined(before: unknown, more: unknown): unknown {
  if (typeof before === 'string' && typeof more === 'string') return before + more;
  if (Array.isArray(before) && Array.isArray(more)) return [...before, ...more];
  return more;
}
