import type { Task } from '../model/compressor.js';
import type { InTurns } from '../model/in-turns.js';
import type { Asked } from './asked.js';
import { closeOver } from './close-over.js';
import { scaleOf } from './room.js';
import { type Shape, shapesOf } from './shapes.js';
import { type Depth, GONE, HEAD, type Piece, type Unit, WHOLE } from './unit.js';
import type { Shown, Sight, Units, Voter } from './units.js';
import { describeVariation, type Variation } from './vary.js';

/** What of each unit is shown. */
export interface Selection {
  readonly depth: Uint8Array;
  readonly asked: Asked;
  readonly task: Task;
  readonly shapes: readonly Shape[];
  readonly label: (unit: number) => string;
}

/** Shapes of fewer units need no words on what varies. */
const VARYING = 3;
/** So few more of a shape, of so many characters together, are shown where a note would count them. */
const FEW_LEFT = 2;
const CHEAP = 80;
/** The same of a kind of no complaints that has no more than one besides. */
const CHEAP_KIND = 200;
const LONGEST_LABEL = 600;

/** Before anything is written. */
const ANYTHING: Shown = { isShown: () => true, isAsked: () => false };
/** So many votes that do not fit end the search for one that does. */
const MOST_MISSES = 50;

/** The stretches of a unit at a depth. */
export function piecesOf(units: Units, unit: number, depth: Depth, page: Shown = ANYTHING): readonly Piece[] {
  const known = depth === GONE ? [] : units.pieces?.(unit, depth, page);
  if (known) return known;
  const { from, to } = units.list[unit]!;
  if (depth === WHOLE || units.counting === 'units') return [{ from, to }];
  const end = units.text.indexOf('\n', from);
  return [{ from, to: end < 0 || end >= to ? to : end + 1 }];
}

class Chooser implements Sight, Selection {
  readonly list: readonly Unit[];
  readonly depth: Uint8Array;
  readonly shapes: readonly Shape[];
  readonly scale: number;
  readonly #members: ReadonlyMap<number, readonly number[]>;
  readonly #variations = new Map<number, Variation | undefined>();
  #spent = 0;

  constructor(
    readonly units: Units,
    readonly asked: Asked,
    readonly task: Task,
    private readonly tokensPerCharacter: number,
  ) {
    this.list = units.list;
    this.depth = new Uint8Array(this.list.length);
    this.shapes = shapesOf(this.list);
    this.#members = new Map(this.shapes.map(({ id, members }) => [id, members]));
    this.scale = scaleOf(task);
  }

  readonly label = (unit: number): string => {
    const known = this.units.label?.(unit);
    if (known !== undefined) return known;
    const { from, to } = this.list[unit]!;
    const line = this.units.text.slice(from, Math.min(to, from + LONGEST_LABEL));
    const end = line.indexOf('\n');
    return end < 0 ? line : line.slice(0, end);
  };

  variationOf(shape: number): Variation | undefined {
    const members = this.#members.get(shape) ?? [];
    if (members.length < VARYING) return undefined;
    if (!this.#variations.has(shape)) this.#variations.set(shape, describeVariation(members.map(this.label)));
    return this.#variations.get(shape);
  }

  *ask(voter: Voter, room: number): InTurns<void> {
    const limit = voter.most === 'room' || voter.fills !== undefined ? room * (voter.fills ?? 1) : Infinity;
    const most = typeof voter.most === 'number' ? Math.max(1, Math.round(voter.most * this.scale)) : Infinity;
    let taken = 0;
    let misses = 0;
    for (const vote of voter.votes(this)) {
      yield;
      if (!vote) continue;
      const { unit, depth } = vote;
      if (taken >= most || misses > MOST_MISSES || this.#spent > limit) return;
      if (unit < 0 || unit >= this.list.length || this.depth[unit]! >= depth) continue;
      const above = this.#missingAbove(unit);
      let cost = this.#cost(unit, depth) - this.#cost(unit, this.depth[unit] as Depth);
      for (const heading of above) cost += this.#cost(heading, HEAD);
      if (this.#spent > 0 && this.#spent + cost > limit) {
        misses += 1;
        continue;
      }
      if (this.depth[unit] === GONE) taken += 1;
      this.depth[unit] = depth;
      for (const heading of above) this.depth[heading] = HEAD;
      this.#spent += cost;
    }
  }

  /** The headings that come with a unit. */
  #missingAbove(unit: number): number[] {
    const missing: number[] = [];
    for (let up = this.list[unit]!.parent; up >= 0 && this.depth[up] === GONE; up = this.list[up]!.parent)
      missing.push(up);
    return missing;
  }

  #cost(unit: number, depth: Depth): number {
    const known = depth === GONE ? 0 : this.units.sizeOf?.(unit, depth);
    if (known !== undefined) return known * this.tokensPerCharacter;
    let size = 0;
    for (const { from, to, said } of piecesOf(this.units, unit, depth)) size += (said?.length ?? to - from) + 1;
    return size * this.tokensPerCharacter;
  }
}

/** Spends `room` tokens on the units of a text, reason by reason, and closes over what the chosen ones need. */
export function* select(
  units: Units,
  asked: Asked,
  task: Task,
  voters: readonly Voter[],
  budget: { readonly room: number; readonly size: number },
): InTurns<Selection> {
  const chooser = new Chooser(units, asked, task, budget.size / Math.max(1, units.text.length));
  for (const voter of voters) {
    yield;
    yield* chooser.ask(voter, budget.room);
  }
  showCheap(chooser);
  closeOver(units, chooser.depth);
  return chooser;
}

/** Of a complaint's few other lines, and of a kind that has only a few, a note would cost about as much as they do. */
function showCheap({ list, shapes, depth }: Chooser): void {
  for (const { members } of shapes) {
    const cheap = list[members[0]!]!.fault === undefined ? CHEAP_KIND : CHEAP;
    const left = members.filter((member) => depth[member] === GONE);
    if (left.length === 0 || left.length > FEW_LEFT || left.length === members.length) continue;
    if (left.reduce((sum, member) => sum + list[member]!.to - list[member]!.from, 0) > cheap) continue;
    for (const member of left) depth[member] = WHOLE;
  }
}
