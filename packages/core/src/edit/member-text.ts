import { JsonCursor } from './json-cursor.js';

/** The JSON text of a member of the object that a text holds, byte for byte. Of a repeated key the last one counts. */
export function memberText(json: string, key: string): string | undefined {
  const cursor = new JsonCursor(json, json.charCodeAt(0) === 0xfeff ? 1 : 0);
  let found: string | undefined;
  cursor.take('{');
  while (cursor.peek() !== '}') {
    if (cursor.peek() === ',') cursor.take(',');
    const name = cursor.takeKey();
    cursor.take(':');
    cursor.peek();
    const start = cursor.at;
    cursor.skipValue();
    if (name === key) found = json.slice(start, cursor.at);
  }
  return found;
}
