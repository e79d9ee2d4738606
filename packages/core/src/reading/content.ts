import type { Content, JsonValue } from '../model/content.js';
import { parseJson } from './parse-json.js';

class LazyContent implements Content {
  #lines: readonly string[] | undefined;
  #json: { value: JsonValue | undefined } | undefined;

  constructor(readonly text: string) {}

  get lines(): readonly string[] {
    this.#lines ??= this.text.split('\n');
    return this.#lines;
  }

  get json(): JsonValue | undefined {
    this.#json ??= { value: looksLikeJson(this.text) ? parseJson(this.text) : undefined };
    return this.#json.value;
  }
}

/** A quick look at both ends, so that a log is never parsed as JSON. */
export function looksLikeJson(text: string): boolean {
  const start = text.trimStart().charCodeAt(0);
  const end = text.trimEnd().at(-1);
  return (start === 123 && end === '}') || (start === 91 && end === ']') || (start === 34 && end === '"');
}

/** Wraps a text so that its lines and its JSON are read at most once. */
export function createContent(text: string): Content {
  return new LazyContent(text);
}
