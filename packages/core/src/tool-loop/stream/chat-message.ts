import { isRecord } from '../../formats/record.js';
import type { Fields } from '../loop-dialect.js';

interface StreamedCall {
  rest: Fields;
  name: string;
  arguments: string;
}

/** Puts a streamed chat message together again; fields of other vendors (reasoning texts and details) are joined too. */
export class ChatMessage {
  readonly #fields: Record<string, unknown> = {};
  readonly #calls = new Map<unknown, StreamedCall>();

  get hasText(): boolean {
    return typeof this.#fields.content === 'string' && this.#fields.content !== '';
  }

  add(delta: Fields): void {
    for (const [key, value] of Object.entries(delta)) {
      if (key === 'tool_calls') for (const part of Array.isArray(value) ? value : []) this.#addCall(part);
      else if (key === 'role' || value === null) this.#fields[key] ??= value;
      else this.#fields[key] = joined(this.#fields[key], value);
    }
  }

  toMessage(): Fields {
    const calls = [...this.#calls.values()].map(({ rest, name, arguments: text }) => ({
      ...rest,
      type: 'function',
      function: { name, arguments: text },
    }));
    const message = { role: 'assistant', content: null, ...this.#fields };
    return calls.length > 0 ? { ...message, tool_calls: calls } : message;
  }

  #addCall(part: unknown): void {
    if (!isRecord(part)) return;
    const { index, function: made, ...rest } = part;
    const call = this.#calls.get(index) ?? { rest: {}, name: '', arguments: '' };
    call.rest = { ...rest, ...call.rest };
    if (isRecord(made)) {
      if (typeof made.name === 'string') call.name += made.name;
      if (typeof made.arguments === 'string') call.arguments += made.arguments;
    }
    this.#calls.set(index, call);
  }
}

function joined(before: unknown, more: unknown): unknown {
  if (typeof before === 'string' && typeof more === 'string') return before + more;
  if (Array.isArray(before) && Array.isArray(more)) return [...before, ...more];
  return more;
}
