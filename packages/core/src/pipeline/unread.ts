import type { Block } from '../model/block.js';

/** Shorter texts are not worth a word. */
const LONG = 4000;
const LOOK = 400;
const MAX_DEPTH = 12;
/** What no tool said, by its key: definitions, thoughts, arguments, bytes. */
const NOT_RESULTS = new Set(
  (
    'tools functions config generationConfig generation_config response_format metadata system systemInstruction ' +
    'system_instruction instructions arguments args input_schema thinking reasoning signature encrypted_content data_url url'
  ).split(' '),
);
const SPOKEN = new Set(['assistant', 'model', 'system', 'developer']);
const CALL = /(?:_call|^tool_use|^server_tool_use|^mcp_tool_use|^thinking|^reasoning|^compaction)$/;

/**
 * The long texts of a request that a format has not listed, so that "nothing was saved" has a reason. Bytes in letters (images,
 * encrypted thoughts) are no texts; what a model or a person's instructions say is none of ours anyway. Goes on with what follows.
 */
export class UnreadTexts {
  readonly #listed = new Set<string>();
  #unlisted: string[] = [];

  /** Looks at a whole request, or at entries of its conversation, and at the texts that are listed of them. */
  look(values: readonly unknown[], blocks: readonly Block[], depth = 0): void {
    for (const { text } of blocks) if (text.length >= LONG) this.#listed.add(text);
    try {
      const found: string[] = [];
      const seen = new Set<object>();
      for (const value of values) lookAt(value, depth, found, seen);
      this.#unlisted = [...this.#unlisted, ...found.filter((text) => !this.#listed.has(text))];
    } catch {
      // A getter of the caller threw; only the warning is lost.
      this.#unlisted = [];
    }
  }

  get count(): number {
    return this.#unlisted.filter((text) => !this.#listed.has(text)).length;
  }
}

/** How deep entries of a conversation stand in a request. */
export const ENTRY_DEPTH = 2;

function lookAt(value: unknown, depth: number, found: string[], seen: Set<object>): void {
  if (typeof value === 'string') {
    if (value.length >= LONG && /\s/.test(value.slice(0, LOOK))) found.push(value);
    return;
  }
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH || seen.has(value)) return;
  seen.add(value);
  const { role, type } = value as { role?: unknown; type?: unknown };
  if (SPOKEN.has(role as string) || (typeof type === 'string' && CALL.test(type))) return;
  if (Array.isArray(value)) for (const item of value) lookAt(item, depth + 1, found, seen);
  else for (const [key, item] of Object.entries(value)) if (!NOT_RESULTS.has(key)) lookAt(item, depth + 1, found, seen);
}

/** How many long texts of a request a format has not listed. */
export function unreadTexts(body: unknown, blocks: readonly Block[]): number {
  const unread = new UnreadTexts();
  unread.look([body], blocks);
  return unread.count;
}
