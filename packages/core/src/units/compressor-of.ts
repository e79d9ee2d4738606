import type { Compressor, Shorter, Task } from '../model/compressor.js';
import type { Content } from '../model/content.js';
import type { InTurns } from '../model/in-turns.js';
import { atOnce, finished } from '../reading/in-turns.js';
import { readAsked } from './asked.js';
import { roomFor } from './room.js';
import { select } from './select.js';
import { sumOf } from './sum.js';
import { GONE } from './unit.js';
import type { Units } from './units.js';
import { failing } from './votes/failing.js';
import { USUAL_VOTERS } from './votes/index.js';
import { write } from './write.js';

/** A lossless notation: what `pack` writes counts only where `unpack` gives the text back. */
export interface Pack {
  /** In turns where one text takes long. */
  pack(text: string, task: Task): string | undefined | InTurns<string | undefined>;
  unpack(packed: string): string | InTurns<string>;
  /** How two originals are compared; the very same text by default. */
  same?(unpacked: string, text: string): boolean;
}

/** A kind of text: who knows it, and how it is read. Choosing, gaps, notes and sums are the same for all kinds. */
export interface Kind {
  readonly name: string;
  /** The most that `match` ever says. */
  readonly ceiling: number;
  /** How sure it is that the text is of its kind, 0 to 1. Cheap, linear, never throws. */
  match(content: Content): number;
  /** The units of a text; undefined for one that is only packed. */
  read(content: Content, task: Task): Units | undefined | InTurns<Units | undefined>;
  readonly pack?: Pack;
}

/** Less than so many characters are not worth a note. */
const SMALL = 400;

/** In so many characters reading units takes seconds (docs/decisions/0079-long-texts.md). */
const LONG = 4_000_000;
const ENOUGH = 100;

/** A packed text has lost nothing: a trimmed one must be this much shorter. */
const WORTH_TRIMMING = 0.9;

/** The compressor of a kind. */
export function compressorOf(kind: Kind): Compressor {
  const { name, ceiling } = kind;
  return compressorInTurns({
    name,
    ceiling,
    match: (content) => kind.match(content),
    inTurns: (content, task) => shorten(kind, content, task),
  });
}

/** A compressor by what it does in turns, which is also done at once. */
export function compressorInTurns(
  own: Omit<Compressor, 'compress'> & Required<Pick<Compressor, 'inTurns'>>,
): Compressor {
  return { ...own, compress: (content, task) => atOnce(own.inTurns(content, task)) };
}

function* shorten(kind: Kind, content: Content, task: Task): InTurns<Shorter | undefined> {
  if (content.text.length < SMALL) return undefined;
  const packed = yield* packedOf(kind.pack, content.text, task);
  if (task.mode === 'lossless' || (packed && isEnough(packed.text, content.text))) return packed;
  yield;
  const units = yield* finished(kind.read(content, task));
  yield;
  const trimmed = units && (yield* trimmedInTurns(units, content.text, task));
  if (!trimmed || !packed) return trimmed ?? packed;
  return task.tokens.count(trimmed.text) < task.tokens.count(packed.text) * WORTH_TRIMMING ? trimmed : packed;
}

/** Of megabytes that packed to a hundredth nothing has to be left out as well. */
function isEnough(packed: string, text: string): boolean {
  return text.length >= LONG && packed.length * ENOUGH <= text.length;
}

/** A text in a notation that gives it back, where that is shorter. */
export function* packedOf(pack: Pack | undefined, text: string, task: Task): InTurns<Shorter | undefined> {
  const packed = yield* finished(pack?.pack(text, task));
  if (!pack || packed === undefined || packed.trim() === '') return undefined;
  yield;
  const same = pack.same ?? ((a: string, b: string) => a === b);
  if (!same(yield* finished(pack.unpack(packed)), text)) return undefined;
  yield;
  return task.tokens.count(packed) < task.tokens.count(text) ? { kind: 'packed', text: packed } : undefined;
}

/** The shortest that a question allows of a text read into units. */
export function* trimmedInTurns(units: Units, text: string, task: Task): InTurns<Shorter | undefined> {
  const size = task.tokens.count(text);
  const asked = yield* readAsked(units, task);
  const budget = { room: roomFor(size, task, units.share), size };
  const voters = [...(task.failed ? [failing] : []), ...(units.voters ?? USUAL_VOTERS)];
  const selection = yield* select(units, asked, task, voters, budget);
  if (selection.depth.every((depth) => depth === GONE)) return undefined;
  const written = yield* write(units, selection);
  if (written.notes.length === 0 && written.clipped === 0 && !units.lossy) return undefined;
  const summary = sumOf(units, selection, written);
  return { kind: 'trimmed', licence: units.licence, text: written.text, omitted: { summary } };
}
