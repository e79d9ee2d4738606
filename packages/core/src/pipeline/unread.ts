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
 * How many long texts of a request a format has not listed, so that "nothing was saved" has a reason. Bytes in letters (images,
 * encrypted thoughts) are no texts; what a model or a person's instructions say is none of ours anyway.
 */
export function unreadTexts(body: unknown, blocks: readonly Block[]): number {
  const listed = new Set(blocks.flatMap(({ text }) => (text.length >= LONG ? text : [])));
  const seen = new Set<object>();
  let count = 0;
  const look = (value: unknown, depth: number): void => {
    if (typeof value === 'string') {
      if (value.length >= LONG && !listed.has(value) && /\s/.test(value.slice(0, LOOK))) count++;
      return;
    }
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH || seen.has(value)) return;
    seen.add(value);
    const { role, type } = value as { role?: unknown; type?: unknown };
    if (SPOKEN.has(role as string) || (typeof type === 'string' && CALL.test(type))) return;
    if (Array.isArray(value)) for (const item of value) look(item, depth + 1);
    else for (const [key, item] of Object.entries(value)) if (!NOT_RESULTS.has(key)) look(item, depth + 1);
  };
  try {
    look(body, 0);
  } catch {
    // A getter of the caller threw; only the warning is lost.
    return 0;
  }
  return count;
}
