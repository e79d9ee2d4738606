import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { atOnce, itemsInTurns } from '../../reading/in-turns.js';
import { columnsOf } from '../../units/columns.js';
import { joinLines, type Lines, stretchOf } from '../../units/folded.js';
import { type Depth, HEAD, type Piece, type Unit } from '../../units/unit.js';
import type { Gap, Sight, Units, Vote, Voter } from '../../units/units.js';
import { asked } from '../../units/votes/asked.js';
import { everyFrame } from '../../units/votes/frame.js';
import { rowVoters } from '../../units/votes/row.js';
import { pack } from './pack.js';
import { fieldValue, keyOf, readSheetInTurns, type Sheet, type SheetObject } from './read-sheet.js';

const FEWEST_ROWS = 8;
/** A list in one field, such as the packages of one upgrade, is shown at its ends and around what is asked. */
const LONGEST_FIELD = 500;
/** A line that only says what a download must hash to. */
const DIGEST = /(?:\bsha(?:1|256|384|512)[-:]|\b(?:integrity|checksum|hash)\b).{0,4}[\w+/=-]{32,}/;
const MOSTLY = 0.8;
const MOST_NAMES = 4;

/** Reads a sheet of many objects of one kind, each of which is shown whole or not at all. */
export function* readSheetUnits(content: Content): InTurns<Units | undefined> {
  const sheet = yield* readSheetInTurns(content.lines);
  if (!sheet || sheet.objects.filter(({ usual }) => usual).length < FEWEST_ROWS) return undefined;
  const fields: (ReadonlyMap<string, string> | undefined)[] = [];
  let locked = 0;
  yield* itemsInTurns(sheet.objects, (object) => {
    fields.push(object.usual ? fieldsOf(content.lines, object) : undefined);
    if (content.lines.slice(object.from, object.to).some((line) => DIGEST.test(line))) locked += 1;
  });
  return new SheetUnits(content, sheet, fields, locked);
}

function fieldsOf(lines: readonly string[], { from, to }: SheetObject): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  // The first line of an interface holds names and values in turn: `<FLAGS> mtu 1500 qdisc noop state DOWN`.
  const words = /^\d+: \S+ (<.*)/.exec(lines[from]!)?.[1]?.split(' ') ?? [];
  for (let i = 1; i + 1 < words.length; i += 2) fields.set(words[i]!, words[i + 1]!);
  for (const line of lines.slice(from, to)) {
    const key = keyOf(line);
    if (key !== undefined && !fields.has(key)) fields.set(key, fieldValue(line));
  }
  return fields;
}

class SheetUnits implements Units {
  readonly text: string;
  readonly list: readonly Unit[];
  readonly licence = 'rows';
  readonly counting = 'units';
  readonly longest = LONGEST_FIELD;
  readonly share: number = 0.6;
  readonly short?: string;
  readonly lossy?: true;
  readonly voters: readonly Voter[];
  readonly #page: Lines;

  constructor(
    content: Content,
    sheet: Sheet,
    fields: readonly (ReadonlyMap<string, string> | undefined)[],
    locked: number,
  ) {
    this.#page = joinLines(content.lines);
    this.text = this.#page.text;
    const head = sheet.from === 0 ? [] : [this.#unit(0, sheet.from, 'line', true)];
    this.list = [...head, ...sheet.objects.map(({ from, to, usual }) => this.#unit(from, to, 'record', !usual))];
    const first = head.length;
    const columns = columnsOf(this.list, (unit) => fields[unit - first]);
    if (locked < sheet.objects.length * MOSTLY) this.voters = rowVoters(columns);
    else {
      this.short = 'checksums';
      this.share = 8;
      this.lossy = true;
      this.voters = [everyFrame, asked, all];
    }
  }

  /** Of a locked package all but its checksums. */
  pieces(unit: number, depth: Depth): readonly Piece[] {
    const whole = this.list[unit]!;
    if (this.short === undefined || depth !== HEAD) return [whole];
    const pieces: Piece[] = [];
    for (let from = whole.from; from < whole.to; ) {
      const end = this.text.indexOf('\n', from);
      const to = end < 0 || end >= whole.to ? whole.to : end + 1;
      const last = pieces.at(-1);
      if (DIGEST.test(this.text.slice(from, to))) from = to;
      else {
        if (last?.to === from) pieces[pieces.length - 1] = { from: last.from, to };
        else pieces.push({ from, to });
        from = to;
      }
    }
    return pieces;
  }

  describe({ members }: Gap): string {
    const names = members.map((member) => this.#nameOf(member)).filter((name) => name !== '');
    if (names.length === 0) return '';
    return names.length <= MOST_NAMES ? names.join(', ') : `${names.slice(0, 2).join(', ')} … ${names.at(-1)}`;
  }

  finish(text: string): string {
    return atOnce(pack(text)) ?? text;
  }

  #unit(from: number, to: number, what: string, isFrame: boolean): Unit {
    return { ...stretchOf(this.#page, from, to), parent: -1, what, ...(isFrame ? { frame: true } : {}) };
  }

  /** The line that names an object, without its spaces. */
  #nameOf(unit: number): string {
    const { from } = this.list[unit]!;
    const end = this.text.indexOf('\n', from);
    return this.text
      .slice(from, end < 0 ? undefined : end)
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 60);
  }
}

/** All of them in short, while there is room. */
const all: Voter = {
  reason: 'all',
  most: 'room',
  *votes({ list }: Sight): Iterable<Vote> {
    for (const unit of list.keys()) yield { unit, depth: HEAD };
  },
};
