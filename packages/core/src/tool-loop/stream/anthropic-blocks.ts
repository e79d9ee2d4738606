import { isRecord } from '../../formats/record.js';
import type { Fields } from '../loop-dialect.js';

/** Puts the content blocks of a streamed message together again, signatures and citations included. */
export class AnthropicBlocks {
  readonly #blocks = new Map<unknown, Record<string, unknown>>();
  readonly #inputs = new Map<unknown, string>();

  start(index: unknown, block: unknown): void {
    if (isRecord(block)) this.#blocks.set(index, { ...block });
  }

  delta(index: unknown, delta: unknown): void {
    const block = this.#blocks.get(index);
    if (!block || !isRecord(delta)) return;
    if (delta.type === 'input_json_delta')
      this.#inputs.set(index, (this.#inputs.get(index) ?? '') + String(delta.partial_json ?? ''));
    else if (delta.type === 'citations_delta')
      block.citations = [...(Array.isArray(block.citations) ? block.citations : []), delta.citation];
    else for (const key of ['text', 'thinking', 'signature']) append(block, key, delta[key]);
  }

  list(): readonly Fields[] {
    return [...this.#blocks].map(([index, block]) => {
      const input = this.#inputs.get(index);
      return input === undefined || input === '' ? block : { ...block, input: parsed(input) };
    });
  }
}

function append(block: Record<string, unknown>, key: string, more: unknown): void {
  if (typeof more === 'string') block[key] = String(block[key] ?? '') + more;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
