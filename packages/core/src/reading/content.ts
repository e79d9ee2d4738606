import type { Content, JsonValue } from '../model/content.js';
import type { InTurns } from '../model/in-turns.js';
import { parseJson, parseJsonInTurns } from './parse-json.js';

/** A shorter text is read at once. */
const LONG = 1_000_000;

class LazyContent implements Content {
  #lines: readonly string[] | undefined;
  #json: { value: JsonValue | undefined } | undefined;

  constructor(readonly text: string) {}

  get lines(): readonly string[] {
    this.#lines ??= this.text.split('\n');
    return this.#lines;
  }

  *readJson(): InTurns<void> {
    this.#json ??= { value: looksLikeJson(this.text) ? yield* parseJsonInTurns(this.text) : undefined };
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

/** Reads the JSON of a long text before it is asked for, in turns. */
export function* readAhead(content: Content): InTurns<void> {
  if (content instanceof LazyContent && content.text.length >= LONG) yield* content.readJson();
}

/** Wraps a text so that its lines and its JSON are read at most once. */
export function createContent(text: string): Content {
  return new LazyContent(text);
}
