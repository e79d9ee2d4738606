import type { JsonValue } from '../model/content.js';
import { createContent } from '../reading/content.js';
import { parseJsonAt, printJson } from '../reading/parse-json.js';
import type { Units } from './best-units.js';
import { readRecords } from './read-records.js';

/**
 * The rows of a text: the elements of its largest JSON array, NDJSON lines, or the records of a table or sheet as its
 * compressor counts them.
 */
export function rowsOf(text: string): Units | undefined {
  const json = createContent(text).json ?? embedded(text);
  if (json) {
    const items = largestArray(json);
    return items && { length: items.length, at: (index) => printJson(items[index] as JsonValue) };
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const from = (start: number): Units => ({
    length: lines.length - start,
    at: (index) => lines[start + index] as string,
  });
  if (lines.length > 1 && lines.every((line) => /^\s*[[{]/.test(line))) return from(0);
  const records = readRecords(text);
  if (records) return { length: records.length, at: (index) => records[index] as string };
  const header = lines[0] ?? '';
  const separator = [',', '\t', ';', '|'].find(
    (sign) => header.split(sign).length > 2 && (lines[1] ?? '').split(sign).length > 2,
  );
  return separator ? from(1) : undefined;
}

/** JSON after some lines of other text, or behind a name on its line. */
function embedded(text: string): JsonValue | undefined {
  const found = /^(?:[A-Za-z][\w -]{0,40}: |[ \t]*)[[{]/m.exec(text.slice(0, 4000));
  const start = found && found.index + found[0].length - 1;
  return start === null || start === 0 ? undefined : parseJsonAt(text, start)?.value;
}

function largestArray(root: JsonValue): readonly JsonValue[] | undefined {
  let best: readonly JsonValue[] | undefined;
  const visit = (value: JsonValue): void => {
    if (value.type === 'array') {
      if (value.items.length > (best?.length ?? 0)) best = value.items;
      value.items.forEach(visit);
    } else if (value.type === 'object') for (const [, item] of value.entries) visit(item);
  };
  visit(root);
  return best;
}

/** Follows a JSON pointer (RFC 6901). */
export function valueAt(root: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const part of pointer.split('/').slice(pointer.startsWith('/') ? 1 : 0)) {
    if (part === '' && pointer.length <= 1) break;
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (value?.type === 'array') value = /^\d{1,9}$/.test(key) ? value.items[Number(key)] : undefined;
    else if (value?.type === 'object') value = value.entries.findLast(([name]) => name === key)?.[1];
    else return undefined;
  }
  return value;
}
