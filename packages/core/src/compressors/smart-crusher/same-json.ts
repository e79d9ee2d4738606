import type { JsonValue } from '../../model/content.js';

/** Whether two values print the same: number spelling and key order included. */
export function sameJson(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true;
  switch (a.type) {
    case 'null':
      return b.type === 'null';
    case 'boolean':
      return b.type === 'boolean' && a.value === b.value;
    case 'number':
      return b.type === 'number' && a.source === b.source;
    case 'string':
      return b.type === 'string' && a.value === b.value;
    case 'array':
      return (
        b.type === 'array' &&
        a.items.length === b.items.length &&
        a.items.every((item, i) => sameJson(item, b.items[i]!))
      );
    case 'object':
      return (
        b.type === 'object' &&
        a.entries.length === b.entries.length &&
        a.entries.every(([key, item], i) => key === b.entries[i]![0] && sameJson(item, b.entries[i]![1]))
      );
  }
}
