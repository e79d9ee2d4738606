import { isCodeCaller } from '../formats/code-callers.js';
import { type Fields, isRecord } from '../formats/record.js';
import type { Edit } from '../model/edit.js';
import type { Path } from '../model/path.js';
import type { Picture, PictureOutcome, PictureWire } from '../model/picture.js';

/** A list of parts that may hold pictures. `by`: the id of the call that it answers. */
interface PartList {
  readonly list: readonly unknown[];
  readonly at: Path;
  readonly by?: string;
  /** Where the list holds nothing but media: what else the result of the function says. */
  readonly answer?: FunctionAnswer;
}

/** The words of a function's result in Gemini, whose pictures stand beside them in parts that can hold no words. */
export interface FunctionAnswer {
  readonly tool: string;
  readonly at: Path;
  readonly response: unknown;
}

type Held = Pick<Picture, 'mediaType' | 'data' | 'detail'>;
type Changed = Exclude<PictureOutcome, { kind: 'kept' }>;

/** How pictures stand in the requests of one API. */
export interface Wire {
  /** The list of messages or items in a request, and of parts in one of them. */
  readonly list: string;
  readonly parts: string;
  readonly texts: ReadonlySet<unknown>;
  /** A tool's result may hold a picture, so that a whole one can be brought back. */
  readonly bringsBack: boolean;
  /** Calls in an entry by id, with the tool's name; undefined for one whose result code reads. */
  callsOf(entry: Fields): readonly (readonly [string, string | undefined])[];
  listsOf(entry: Fields, at: Path): readonly PartList[];
  pictureOf(part: Fields): Held | undefined;
  textOf(part: unknown): string | undefined;
  /** The edits that put an outcome in a picture's place. */
  edits(part: Fields, at: Path, outcome: Changed): readonly Edit[];
  /** A part that says something. */
  textPart(text: string): unknown;
  /** A part that shows a picture. */
  picturePart(picture: Held): unknown;
}

const DATA_URL = /^data:(image\/[\w.+-]{1,40});base64,/i;

/** The picture in an address that holds it; undefined for any other. */
export function ofDataUrl(url: unknown): Pick<Held, 'mediaType' | 'data'> | undefined {
  if (typeof url !== 'string') return undefined;
  const found = DATA_URL.exec(url.slice(0, 80));
  return found?.[1] ? { mediaType: found[1].toLowerCase(), data: url.slice(found[0].length) } : undefined;
}

export function toDataUrl({ mediaType, data }: Pick<Held, 'mediaType' | 'data'>): string {
  return `data:${mediaType};base64,${data}`;
}

function listOf(value: unknown, at: Path, by?: unknown): readonly PartList[] {
  return Array.isArray(value) ? [{ list: value, at, ...(typeof by === 'string' && { by }) }] : [];
}

const replace = (at: Path, value: unknown): Edit => ({ kind: 'replace', at, value });

function textOf(part: unknown): string | undefined {
  return isRecord(part) && typeof part.text === 'string' ? part.text : undefined;
}

/** What a text part in a picture's place takes over from it. */
function cached({ cache_control }: Fields): Fields {
  return cache_control === undefined ? {} : { cache_control };
}

const anthropic: Wire = {
  list: 'messages',
  parts: 'content',
  texts: new Set(['text']),
  bringsBack: true,
  callsOf: ({ content }) =>
    (Array.isArray(content) ? content : []).flatMap((part): [string, string | undefined][] =>
      isRecord(part) && part.type === 'tool_use' && typeof part.id === 'string'
        ? [[part.id, isCodeCaller(part.caller) ? undefined : String(part.name)]]
        : [],
    ),
  listsOf(entry, at) {
    if (entry.role !== 'user') return [];
    const own = listOf(entry.content, [...at, 'content']);
    const results = own.flatMap(({ list, at: place }) =>
      list.flatMap((part, index) =>
        isRecord(part) && part.type === 'tool_result' && part.is_error !== true
          ? listOf(part.content, [...place, index, 'content'], part.tool_use_id)
          : [],
      ),
    );
    return [...own, ...results];
  },
  pictureOf({ type, source }) {
    if (type !== 'image' || !isRecord(source) || source.type !== 'base64') return undefined;
    const { media_type: mediaType, data } = source;
    return typeof mediaType === 'string' && typeof data === 'string' ? { mediaType, data } : undefined;
  },
  textOf,
  edits(part, at, outcome) {
    if (outcome.kind === 'text') return [replace(at, { type: 'text', text: outcome.text, ...cached(part) })];
    if (outcome.kind === 'detail') return [];
    return [
      replace([...at, 'source', 'media_type'], outcome.mediaType),
      replace([...at, 'source', 'data'], outcome.data),
    ];
  },
  textPart: (text) => ({ type: 'text', text }),
  picturePart: ({ mediaType, data }) => ({ type: 'image', source: { type: 'base64', media_type: mediaType, data } }),
};

const openaiChat: Wire = {
  list: 'messages',
  parts: 'content',
  texts: new Set(['text']),
  bringsBack: false,
  callsOf: () => [],
  listsOf: (entry, at) => (entry.role === 'user' ? listOf(entry.content, [...at, 'content']) : []),
  pictureOf({ type, image_url }) {
    if (type !== 'image_url' || !isRecord(image_url)) return undefined;
    const held = ofDataUrl(image_url.url);
    return held && withDetail(held, image_url.detail);
  },
  textOf,
  edits(part, at, outcome) {
    const { image_url } = part;
    if (outcome.kind === 'text') return [replace(at, { type: 'text', text: outcome.text })];
    if (outcome.kind === 'bytes' && outcome.detail === undefined)
      return [replace([...at, 'image_url', 'url'], toDataUrl(outcome))];
    if (!isRecord(image_url)) return [];
    const url = outcome.kind === 'bytes' ? toDataUrl(outcome) : image_url.url;
    return [replace([...at, 'image_url'], { ...image_url, url, detail: outcome.detail })];
  },
  textPart: (text) => ({ type: 'text', text }),
  picturePart: (held) => ({ type: 'image_url', image_url: { url: toDataUrl(held) } }),
};

const openaiResponses: Wire = {
  list: 'input',
  parts: 'content',
  texts: new Set(['input_text', 'output_text', 'text']),
  bringsBack: true,
  callsOf: (item) =>
    typeof item.call_id === 'string' && typeof item.name === 'string'
      ? [[item.call_id, isCodeCaller(item.caller) ? undefined : item.name]]
      : [],
  listsOf(item, at) {
    if (item.type === 'function_call_output' || item.type === 'custom_tool_call_output')
      return listOf(item.output, [...at, 'output'], item.call_id);
    return item.role === 'user' ? listOf(item.content, [...at, 'content']) : [];
  },
  pictureOf({ type, image_url, detail }) {
    const held = type === 'input_image' ? ofDataUrl(image_url) : undefined;
    return held && withDetail(held, detail);
  },
  textOf,
  edits(part, at, outcome) {
    if (outcome.kind === 'text') return [replace(at, { type: 'input_text', text: outcome.text })];
    if (outcome.kind === 'bytes' && outcome.detail === undefined)
      return [replace([...at, 'image_url'], toDataUrl(outcome))];
    const image_url = outcome.kind === 'bytes' ? toDataUrl(outcome) : part.image_url;
    return [replace(at, { ...part, image_url, detail: outcome.detail })];
  },
  textPart: (text) => ({ type: 'input_text', text }),
  picturePart: (held) => ({ type: 'input_image', image_url: toDataUrl(held), detail: 'auto' }),
};

const gemini: Wire = {
  list: 'contents',
  parts: 'parts',
  texts: new Set([undefined]),
  bringsBack: true,
  callsOf: () => [],
  listsOf(entry, at) {
    if (entry.role === 'model') return [];
    const own = listOf(entry.parts, [...at, 'parts']);
    return [
      ...own,
      ...own.flatMap(({ list, at: place }) => list.flatMap((part, nth) => inResult(part, [...place, nth]))),
    ];
  },
  pictureOf(part) {
    const held = part.inlineData ?? part.inline_data;
    if (!isRecord(held) || typeof held.data !== 'string') return undefined;
    const mediaType = held.mimeType ?? held.mime_type;
    if (typeof mediaType !== 'string' || !mediaType.startsWith('image/')) return undefined;
    const resolution = part.mediaResolution ?? part.media_resolution;
    return withDetail({ mediaType, data: held.data }, isRecord(resolution) ? resolution.level : undefined);
  },
  textOf,
  edits(part, at, outcome) {
    if (outcome.kind === 'text') return [replace(at, { text: outcome.text })];
    const field = 'media_resolution' in part ? 'media_resolution' : 'mediaResolution';
    const level = { [field]: { level: outcome.detail } };
    if (outcome.kind === 'detail') return [replace(at, { ...part, ...level })];
    const key = 'inlineData' in part ? 'inlineData' : 'inline_data';
    const held = part[key];
    const type = isRecord(held) && 'mime_type' in held ? 'mime_type' : 'mimeType';
    if (outcome.detail === undefined)
      return [replace([...at, key, type], outcome.mediaType), replace([...at, key, 'data'], outcome.data)];
    const bytes = { ...(isRecord(held) && held), [type]: outcome.mediaType, data: outcome.data };
    return [replace(at, { ...part, [key]: bytes, ...level })];
  },
  textPart: (text) => ({ text }),
  picturePart: ({ mediaType, data }) => ({ inlineData: { mimeType: mediaType, data } }),
};

/** The media in a function's result, which Gemini takes from its third generation on. Those of failed calls stay as they are. */
function inResult(part: unknown, at: Path): readonly PartList[] {
  if (!isRecord(part)) return [];
  const key = 'functionResponse' in part ? 'functionResponse' : 'function_response';
  const result = part[key];
  if (!isRecord(result) || typeof result.name !== 'string') return [];
  const { name, response, parts } = result;
  if (isRecord(response) && response.error !== undefined && response.error !== null) return [];
  const answer = { tool: name, at: [...at, key, 'response'], response };
  return listOf(parts, [...at, key, 'parts']).map((list) => ({ ...list, answer }));
}

function withDetail(held: Pick<Held, 'mediaType' | 'data'>, detail: unknown): Held {
  return typeof detail === 'string' ? { ...held, detail } : held;
}

/** How pictures stand in the requests of each API. */
export const wires: Readonly<Record<PictureWire, Wire>> = {
  anthropic,
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
  gemini,
};

/** Words and a picture as the parts of a tool's result. */
export function shownWith(wire: PictureWire, text: string, picture: Held): readonly unknown[] {
  return [wires[wire].textPart(text), wires[wire].picturePart(picture)];
}
