import type { Path } from '../model/path.js';
import { type Fields, isRecord } from './record.js';
import { type TextPart, textParts } from './text-parts.js';

const TEXT: ReadonlySet<unknown> = new Set(['text']);

/**
 * The texts of an Anthropic tool result: a string, or parts. A `document` brings its text in its source, a `search_result` in
 * its content; `part` is the one that carries it.
 */
export function resultTexts(content: unknown, at: Path): TextPart[] {
  if (!Array.isArray(content)) return textParts(content, at, TEXT);
  return content.flatMap((part: unknown, index) => (isRecord(part) ? partTexts(part, [...at, index]) : []));
}

/** The texts of a part that an application or a tool filled, not a person. */
export function partTexts(part: Fields, at: Path): TextPart[] {
  if (part.type === 'search_result') return carriedBy(part, textParts(part.content, [...at, 'content'], TEXT));
  if (part.type === 'document' && isRecord(part.source)) {
    const { type, data, content } = part.source;
    const source = [...at, 'source'];
    if (type === 'text' && typeof data === 'string' && data !== '')
      return [{ at: [...source, 'data'], text: data, part }];
    return type === 'content' ? carriedBy(part, textParts(content, [...source, 'content'], TEXT)) : [];
  }
  if (part.type !== 'text' || typeof part.text !== 'string' || part.text === '') return [];
  return [{ at: [...at, 'text'], text: part.text, part }];
}

function carriedBy(part: Fields, texts: readonly TextPart[]): TextPart[] {
  return texts.map(({ at, text }) => ({ at, text, part }));
}

/** True where something points into the text of a part, or will: citations count characters and blocks. */
export function isCited({ citations }: Fields): boolean {
  if (Array.isArray(citations)) return citations.length > 0;
  return isRecord(citations) && citations.enabled === true;
}
