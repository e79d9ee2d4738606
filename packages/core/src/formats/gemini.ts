import { foldedOver } from '../edit/fixed-values.js';
import type { Block, Role } from '../model/block.js';
import type { BlockReader, Format } from '../model/format.js';
import type { Path } from '../model/path.js';
import { blocksOf } from './blocks-of.js';
import { GeminiCalls } from './gemini-calls.js';
import { offerDeclaration } from './gemini-offer.js';
import { queryWords } from './query-words.js';
import { type Fields, holds, isRecord } from './record.js';
import { structuredTexts } from './structured-texts.js';
import type { TextPart } from './text-parts.js';

/** A body of `generateContent`, the parameters of the Google Gen AI SDK, or their list of contents. */
export type GeminiBody = readonly unknown[] | (Fields & { readonly contents: unknown });

const ROLES: ReadonlyMap<unknown, Role> = new Map([
  [undefined, 'user'],
  ['user', 'user'],
  ['function', 'user'],
  ['model', 'assistant'],
]);

/** Where the texts of a Gemini request live. */
export const gemini: Format<GeminiBody> = {
  name: 'gemini',

  matches(body: unknown): body is GeminiBody {
    return holds(() => {
      if (Array.isArray(body)) return body.length > 0 && body.every(isContent);
      if (!isRecord(body) || !hasContents(body)) return false;
      const contents: unknown = body.contents;
      return Array.isArray(contents) ? foldedOver(contents, 'contents', true, areAll) : isEntry(contents);
    });
  },

  blocks(body: GeminiBody) {
    const contents: unknown = isRecord(body) ? body.contents : body;
    return blocksOf(follow(body), Array.isArray(contents) ? contents : [contents]);
  },

  follow,

  offer(body: GeminiBody, tool: unknown) {
    return isRecord(body) ? offerDeclaration(body, tool) : undefined;
  },
};

function follow(body: GeminiBody): BlockReader {
  const contents: unknown = isRecord(body) ? body.contents : body;
  const root = isRecord(body) ? ['contents'] : [];
  const isList = Array.isArray(contents);
  const calls = new GeminiCalls();
  let query = '';
  return {
    around: systemParts(body).map(({ at, text }) => ({ at, text, turn: 0, role: 'system', query })),
    *next(value, turn) {
      const at = isList ? [...root, turn] : root;
      const role = isRecord(value) && Array.isArray(value.parts) ? ROLES.get(value.role) : 'user';
      if (!role) return;
      if (role === 'user') query = queryWords(contentTexts(value, at)) || query;
      yield* contentBlocks(value, at, { turn, role, query }, calls);
    },
  };
}

type Speaker = Pick<Block, 'turn' | 'role' | 'query'>;

function hasContents(body: Fields): body is Fields & { readonly contents: unknown } {
  return body.contents !== undefined && !('messages' in body);
}

function isContent(value: unknown): boolean {
  if (!isRecord(value) || !Array.isArray(value.parts) || !ROLES.has(value.role)) return false;
  return value.parts.every((part) => isRecord(part) && part.type === undefined);
}

/** A part standing where a content could: the SDK takes both. */
function isPart(value: unknown): boolean {
  if (!isRecord(value) || value.type !== undefined) return false;
  return ['text', 'inlineData', 'fileData', 'functionCall', 'functionResponse'].some((key) => key in value);
}

function isEntry(value: unknown): boolean {
  return typeof value === 'string' || isContent(value) || isPart(value);
}

const areAll = (before: boolean, value: unknown) => before && isEntry(value);

/** The parts of a content, of a bare part, or of a bare string. */
function partsOf(value: unknown, at: Path): readonly { readonly at: Path; readonly part: unknown }[] {
  if (isRecord(value) && Array.isArray(value.parts)) {
    return value.parts.map((part: unknown, index) => ({ at: [...at, 'parts', index], part }));
  }
  return [{ at, part: value }];
}

function textOf(part: unknown, at: Path): TextPart | undefined {
  if (typeof part === 'string') return part === '' ? undefined : { at, text: part };
  if (!isRecord(part) || typeof part.text !== 'string' || part.text === '' || part.thought === true) return undefined;
  return { at: [...at, 'text'], text: part.text, part };
}

function contentTexts(value: unknown, at: Path): TextPart[] {
  return partsOf(value, at).flatMap(({ at: place, part }) => textOf(part, place) ?? []);
}

function systemParts(body: GeminiBody): TextPart[] {
  if (!isRecord(body)) return [];
  const places: readonly (readonly [Path, unknown])[] = [
    [['systemInstruction'], body.systemInstruction],
    [['system_instruction'], body.system_instruction],
    [['config', 'systemInstruction'], isRecord(body.config) ? body.config.systemInstruction : undefined],
  ];
  return places.flatMap(([at, value]) => {
    if (!Array.isArray(value)) return contentTexts(value, at);
    return value.flatMap((part: unknown, index) => contentTexts(part, [...at, index]));
  });
}

function* contentBlocks(value: unknown, at: Path, speaker: Speaker, calls: GeminiCalls): Iterable<Block> {
  for (const { at: place, part } of partsOf(value, at)) {
    const text = textOf(part, place);
    if (text) {
      const signed = text.part?.thoughtSignature ?? text.part?.thought_signature;
      yield {
        at: text.at,
        text: text.text,
        ...speaker,
        ...(signed !== undefined && { pinned: 'it carries a signature' }),
      };
    }
    if (!isRecord(part)) continue;
    calls.note(part.functionCall ?? part.function_call);
    const key = 'functionResponse' in part ? 'functionResponse' : 'function_response';
    const result = part[key];
    if (isRecord(result)) yield* resultBlocks(result, [...place, key], speaker, calls);
  }
}

function* resultBlocks(result: Fields, at: Path, speaker: Speaker, calls: GeminiCalls): Iterable<Block> {
  const { response } = result;
  const call = calls.answeredBy(result);
  const failed = isRecord(response) && response.error !== undefined && response.error !== null;
  for (const text of structuredTexts(response, [...at, 'response'])) {
    yield { ...text, ...speaker, role: 'tool', ...(call && { call }), ...(failed && { isError: true }) };
  }
}
