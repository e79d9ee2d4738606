import { queryWords } from '../../formats/query-words.js';
import { type Fields, isRecord } from '../../formats/record.js';
import { textParts } from '../../formats/text-parts.js';
import type { Path } from '../../model/path.js';
import type { Picture, PictureWire } from '../../model/picture.js';
import { wires } from '../../pictures/wires.js';
import { isOurNote } from './note.js';

/** A picture and where it stands in a request. */
export interface PlacedPicture extends Picture {
  /** The part that holds it. */
  readonly at: Path;
  readonly part: Fields;
  /** The list of parts that it stands in, and which picture of it it is, from 1. */
  readonly list: Path;
  readonly nth: number;
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
  const wire = wires[name as PictureWire];
  const entries = wire && isRecord(body) ? body[wire.list] : body;
  if (!wire || !Array.isArray(entries) || (isRecord(body) && pointsAtPixels(body.tools))) return [];
  const found: PlacedPicture[] = [];
  const tools = new Map<string, string | undefined>();
  let query = '';
  for (const [turn, entry] of entries.entries()) {
    if (!isRecord(entry)) continue;
    const at = [...(isRecord(body) ? [wire.list] : []), turn];
    if (entry.role === 'user') query = queryWords(textParts(entry[wire.parts], at, wire.texts)) || query;
    for (const [id, tool] of wire.callsOf(entry)) tools.set(id, tool);
    for (const { list, at: place, by } of wire.listsOf(entry, at)) {
      const tool = by === undefined ? undefined : tools.get(by);
      if (by !== undefined && (tool === undefined || POINTS_AT_PIXELS.test(tool))) continue;
      if (list.some((part) => isOurNote(part))) continue;
      let nth = 0;
      for (const [index, part] of list.entries()) {
        const held = isRecord(part) ? wire.pictureOf(part) : undefined;
        if (!held || !isRecord(part)) continue;
        nth += 1;
        const placed = {
          ...held,
          wire: name as PictureWire,
          part,
          at: [...place, index],
          list: place,
          nth,
          turn,
          query,
        };
        found.push(tool === undefined ? placed : { ...placed, tool });
      }
    }
  }
  return found;
}

function pointsAtPixels(tools: unknown): boolean {
  if (!Array.isArray(tools)) return false;
  return tools.some(
    (tool) =>
      isRecord(tool) &&
      [tool.type, ...Object.keys(tool)].some((one) => typeof one === 'string' && POINTS_AT_PIXELS.test(one)),
  );
}
