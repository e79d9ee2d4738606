import { gemini } from '../../formats/gemini.js';
import { envelopeMember } from '../../formats/gemini-envelope.js';
import { queryWords } from '../../formats/query-words.js';
import { type Fields, isRecord } from '../../formats/record.js';
import { textParts } from '../../formats/text-parts.js';
import type { Path } from '../../model/path.js';
import type { Picture, PictureWire } from '../../model/picture.js';
import { type FunctionAnswer, type Wire, wires } from '../../pictures/wires.js';
import { isNoted } from './function-answer.js';
import { isOurNote } from './note.js';

/** A picture and where it stands in a request. */
export interface PlacedPicture extends Picture {
  /** The part that holds it. */
  readonly at: Path;
  readonly part: Fields;
  /** The list of parts that it stands in, and which picture of it it is, from 1. */
  readonly list: Path;
  readonly parts: readonly unknown[];
  readonly nth: number;
  /** What else says the result of the function that it stands in, where its list holds no words. */
  readonly answer?: FunctionAnswer;
  /** Index of the message (or input item). */
  readonly turn: number;
  /** The user's latest words up to it, those beside it included. */
  readonly query: string;
  /** The tool that took it. */
  readonly tool?: string;
}

/** Who points at places of a picture by their pixels must see it in the size that was agreed. */
const POINTS_AT_PIXELS = /^(?:computer(?:_|$)|computerUse$)/;

/**
 * The pictures of a request whose bytes stand in it, in order. Left out are those of tools that point at pixels, those that code asked
 * for, and lists that hold a note of ours already.
 */
export function findPictures(name: string, body: unknown): readonly PlacedPicture[] {
  const asked = requestIn(name, body);
  if (!asked) return [];
  const { wire, dialect, entries, root, level } = asked;
  const found: PlacedPicture[] = [];
  const tools = new Map<string, string | undefined>();
  let query = '';
  for (const [turn, entry] of entries.entries()) {
    if (!isRecord(entry)) continue;
    const at = [...root, turn];
    if (entry.role === 'user') query = queryWords(textParts(entry[wire.parts], at, wire.texts)) || query;
    for (const [id, tool] of wire.callsOf(entry)) tools.set(id, tool);
    for (const { list, at: place, by, answer } of wire.listsOf(entry, at)) {
      const tool = answer?.tool ?? (by === undefined ? undefined : tools.get(by));
      if ((by !== undefined && tool === undefined) || (tool !== undefined && POINTS_AT_PIXELS.test(tool))) continue;
      if (list.some((part) => isOurNote(part)) || (answer && isNoted(answer))) continue;
      let nth = 0;
      for (const [index, part] of list.entries()) {
        const held = isRecord(part) ? wire.pictureOf(part) : undefined;
        if (!held || !isRecord(part)) continue;
        nth += 1;
        found.push({
          ...(level !== undefined && { detail: level }),
          ...held,
          wire: dialect,
          part,
          at: [...place, index],
          list: place,
          parts: list,
          nth,
          turn,
          query,
          ...(tool !== undefined && { tool }),
          ...(answer && { answer, fixedDetail: true }),
        });
      }
    }
  }
  return found;
}

/** The list of messages or items in a request, also in one that stands in an envelope. */
interface Asked {
  readonly wire: Wire;
  readonly dialect: PictureWire;
  readonly entries: readonly unknown[];
  readonly root: Path;
  /** What the whole request says of how closely pictures are looked at. */
  readonly level: string | undefined;
}

function requestIn(name: string, body: unknown): Asked | undefined {
  const member = name === 'gemini-envelope' ? envelopeMember(body, gemini) : undefined;
  const dialect = (member === undefined ? name : 'gemini') as PictureWire;
  const wire = wires[dialect];
  const request = member !== undefined && isRecord(body) ? body[member] : body;
  if (!wire) return undefined;
  if (!isRecord(request))
    return Array.isArray(request) ? { wire, dialect, entries: request, root: [], level: undefined } : undefined;
  const { tools, config, generationConfig } = request;
  const entries = request[wire.list];
  if (!Array.isArray(entries) || [tools, isRecord(config) && config.tools].some(pointsAtPixels)) return undefined;
  const level = [config, generationConfig].flatMap((one) => (isRecord(one) ? (one.mediaResolution ?? []) : []))[0];
  const root = [...(member === undefined ? [] : [member]), wire.list];
  return { wire, dialect, entries, root, level: dialect === 'gemini' && typeof level === 'string' ? level : undefined };
}

function pointsAtPixels(tools: unknown): boolean {
  if (!Array.isArray(tools)) return false;
  return tools.some(
    (tool) =>
      isRecord(tool) &&
      [tool.type, ...Object.keys(tool)].some((one) => typeof one === 'string' && POINTS_AT_PIXELS.test(one)),
  );
}
