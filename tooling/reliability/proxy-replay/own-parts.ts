import type { Dialect } from '@headroom/core';

type Fields = Readonly<Record<string, unknown>>;

/** Ids of calls that the scripted models make of the tool that is answered on the way. */
export const OWN_ID = 'own_';
const TOOL = 'headroom_retrieve';
const PARTS: Readonly<Record<Dialect, string>> = {
  anthropic: 'content',
  gemini: 'parts',
  'openai-chat': 'tool_calls',
  'openai-responses': '',
};

/** An item without the results of that tool; undefined where nothing else is in it. */
export function withoutOwn(dialect: Dialect, item: unknown): unknown {
  const fields = item as Fields;
  if (isOwn(fields)) return undefined;
  const parts = fields[PARTS[dialect]];
  if (!Array.isArray(parts)) return item;
  const left = parts.filter((part: Fields) => !isOwn(part));
  if (left.length === parts.length) return item;
  return left.length === 0 ? undefined : { ...fields, [PARTS[dialect]]: left };
}

function isOwn({ call_id, tool_use_id, tool_call_id, functionResponse }: Fields): boolean {
  const ids = [call_id, tool_use_id, tool_call_id].some((one) => typeof one === 'string' && one.startsWith(OWN_ID));
  return ids || (functionResponse as Fields | undefined)?.name === TOOL;
}

/** A value with its keys in order and without those that say nothing, so that two spellings of it are equal. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const entries = Object.entries(inner).filter(([, one]) => one !== null);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
