import type { Path } from '../model/path.js';
import { type Fields, isRecord } from './record.js';

/** A text in a message and where it lives; `part` is the object that carries it, when there is one. */
export interface TextPart {
  readonly at: Path;
  readonly text: string;
  readonly part?: Fields;
}

/** The texts of a message content that is a string or a list of typed parts; parts of other types are not looked into. */
export function textParts(content: unknown, at: Path, types: ReadonlySet<unknown>): TextPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ at, text: content }];
  if (!Array.isArray(content)) return [];
  const found: TextPart[] = [];
  for (const [index, part] of content.entries()) {
    if (!isRecord(part) || !types.has(part.type)) continue;
    if (typeof part.text === 'string' && part.text !== '')
      found.push({ at: [...at, index, 'text'], text: part.text, part });
  }
  return found;
}
