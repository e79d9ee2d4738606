import type { InTurns } from '../model/in-turns.js';
import { type RankOptions, rankInTurns } from '../question/rank-texts.js';
import { type Block, readBlocks } from '../reading/blocks.js';
import { itemsInTurns } from '../reading/in-turns.js';
import { cutPassages, lineStarts, type Passage } from '../reading/passages.js';
import { tidied } from '../reading/tidy-spaces.js';
import { Page } from './page.js';
import { type Unit, WHOLE } from './unit.js';
import type { Gap, Sight, Units, Vote, Voter } from './units.js';
import { asked } from './votes/asked.js';
import { everyFrame } from './votes/frame.js';

const SALIENT =
  /\d|\b(?:must|never|not|only|cannot|warning|caution|important|note|require[sd]?|default|limit|maximum|minimum|deprecated|breaking|error|fails?|because|therefore|however|except|unless)\b/i;
/** Lines of a log, of a compiler, or of keys and values: in a document they always stay. */
const RECORD =
  /^\s*(?:[\w.$@/-]+(?: [\w.$@/-]+){0,3} ?[=:] ?\S|[\w.$@/-]+=$|\S+ {2,}\d[\d.,]*$|\[?\d{2,4}[-:/.]\d\d|[\w./-]{1,200}\(\d{1,7},\d{1,7}\):)/;
const FEWEST_RECORDS = 3;
const MOSTLY = 0.6;
/** Code that is no longer comes with the sentence that leads to it. */
const SHORT_CODE = 320;
/** How well passages fit the question that may go beyond the room, and those that may fill it. */
const STRONG = 0.6;
const WEAK = 0.18;
const BESIDE = 0.45;
const BELOW = 0.6;
/** So many passages that are alike but for these are of one shape. */
const ALIKE = 8;
const VARIABLE = /\d+|'[^'\n]{1,80}'|"[^"\n]{1,80}"|`[^`\n]{1,80}`/g;
const LONGEST_SHAPE = 400;
const MOST_TITLES = 24;
const LONGEST_TITLE = 70;

/** Passages that stand alone among those that say the same of many names and numbers. */
const odd: Voter = {
  reason: 'odd',
  most: 'room',
  *votes({ list, shapes }: Sight): Iterable<Vote> {
    if (shapes.reduce((sum, { members }) => sum + members.length, 0) * 2 < list.length) return;
    for (const [unit, { shape }] of list.entries()) if (shape === undefined) yield { unit, depth: WHOLE };
  },
};

/** Reads a document into passages under their headings: whole sentences, list items, entries, rows; code is whole or absent. */
export function* readPassages(
  lines: readonly string[],
  hints: string,
  lineNumber: (line: number) => number = (line) => line + 1,
): InTurns<Units> {
  const blocks = yield* readBlocks(lines);
  const tidy = yield* tidied(lines, blocks);
  const text = tidy.join('\n');
  const passages = yield* cutPassages(text, blocks, lineStarts(tidy));
  yield;
  const units = new PassageUnits(text, tidy, blocks, passages, hints, lineNumber);
  yield;
  yield* units.read();
  return units;
}

class PassageUnits implements Units {
  readonly list: Unit[] = [];
  readonly licence = 'passages';
  readonly counting = 'units';
  readonly asks = 'names';
  readonly share = 1.05;
  /** No sentence is cut. */
  readonly longest = Number.POSITIVE_INFINITY;
  readonly voters: readonly Voter[];
  /** The first unit of each block, and one behind the last. */
  readonly #firsts: Int32Array;
  readonly #page: Page;
  readonly #ranking: RankOptions;
  #scores: Float64Array | undefined;

  constructor(
    readonly text: string,
    private readonly lines: readonly string[],
    private readonly blocks: readonly Block[],
    private readonly passages: readonly Passage[],
    hints: string,
    private readonly lineNumber: (line: number) => number,
  ) {
    this.#page = new Page(text);
    this.#ranking = { lengthShare: 0.4, hints, byClause: true };
    this.#firsts = new Int32Array(blocks.length + 1).fill(passages.length);
    for (let p = passages.length - 1; p >= 0; p--) this.#firsts[passages[p]!.block] = p;
    this.voters = [
      everyFrame,
      asked,
      odd,
      this.#fitting('telling', STRONG, 1.5),
      this.#fitting('related', WEAK, 1),
      this.#fitting('lead', 0, 0.7),
      { reason: 'record', most: 'all', votes: () => this.#records() },
    ];
  }

  *read(): InTurns<void> {
    const shapes = yield* this.#shapes();
    yield* itemsInTurns(this.passages, (passage, p) => {
      this.list.push({ ...this.#unitOf(passage, p), ...shapes[p] });
    });
  }

  /** The whole lines of a gap and the headings in it. */
  describe({ members }: Gap): string {
    const first = this.#page.lineFrom(this.list[members[0]!]!.from);
    const behind = this.#page.lineFrom(this.list[members.at(-1)!]!.to);
    if (first >= behind) return '';
    const from = this.lineNumber(first);
    const to = Math.max(from, this.lineNumber(behind) - 1);
    const own = new Set(members.map((member) => this.passages[member]!.block));
    const titles = [...own].filter((b) => this.blocks[b]!.kind === 'heading').map((b) => this.#titleOf(b));
    const rest = titles.length > MOST_TITLES ? [`… ${titles.length - MOST_TITLES} more`] : [];
    return [from === to ? `line ${from}` : `lines ${from}-${to}`, ...titles.slice(0, MOST_TITLES), ...rest].join('; ');
  }

  #unitOf({ block: b, from, to }: Passage, p: number): Unit {
    const block = this.blocks[b]!;
    const first = this.#firsts[b]!;
    const isPart = first !== p && (block.kind === 'table' || block.kind === 'entry' || block.kind === 'item');
    const parent = isPart ? first : block.parent < 0 ? -1 : this.#firsts[block.parent]!;
    const isFrame = p === 0 || block.kind === 'source' || block.kind === 'tagged';
    const needs = this.#leads(b) ? [first - 1] : this.#leadsTo(b, p);
    return {
      from,
      to,
      parent,
      what: block.kind === 'heading' ? 'section' : 'passage',
      ...(isFrame ? { frame: true } : {}),
      ...(needs ? { needs } : {}),
    };
  }

  /** Passages that differ only in names and numbers, where there are many of them. */
  *#shapes(): InTurns<readonly Pick<Unit, 'shape'>[]> {
    const known = new Map<string, { readonly shape: number; count: number }>();
    const all: { readonly shape: number; count: number }[] = [];
    yield* itemsInTurns(this.passages, ({ from, to }) => {
      const words = this.text
        .slice(from, Math.min(to, from + LONGEST_SHAPE))
        .replace(VARIABLE, '#')
        .trim();
      const own = known.get(words) ?? { shape: known.size, count: 0 };
      known.set(words, own);
      own.count += 1;
      all.push(own);
    });
    return all.map(({ shape, count }) => (count >= ALIKE ? { shape } : {}));
  }

  /** What a command is for is said in the sentence before it. */
  #leads(b: number): boolean {
    const [before, block] = [this.blocks[b - 1], this.blocks[b]];
    return block?.kind === 'code' && before?.parent === block.parent && before.level < 0 && before.kind !== 'code';
  }

  #leadsTo(b: number, p: number): readonly number[] | undefined {
    if (p + 1 !== this.#firsts[b + 1] || !this.#leads(b + 1)) return undefined;
    const code = this.passages[p + 1]!;
    return code.to - code.from <= SHORT_CODE ? [p + 1] : undefined;
  }

  /** Lines of records in a document, however little room there is. */
  *#records(): Iterable<Vote | undefined> {
    for (const [b, { kind, from, to }] of this.blocks.entries()) {
      yield undefined;
      if ((kind !== 'paragraph' && kind !== 'entry') || to - from < FEWEST_RECORDS) continue;
      let found = 0;
      for (let row = from; row < to; row++) if (RECORD.test(this.lines[row]!.slice(0, 200))) found++;
      if (found === 0 || found < (to - from) * MOSTLY) continue;
      for (let unit = this.#firsts[b]!; this.passages[unit]?.block === b; unit++) yield { unit, depth: WHOLE };
    }
  }

  #titleOf(b: number): string {
    const { from, to } = this.blocks[b]!;
    for (const line of this.lines.slice(from, to)) {
      const bare = line
        .slice(0, 200)
        .replace(/^#+\s*/, '')
        .trim();
      if (!/[\p{L}\p{N}]/u.test(bare)) continue;
      return bare.length > LONGEST_TITLE
        ? `${bare.slice(0, LONGEST_TITLE).replace(/\s\S*$|[\ud800-\udbff]$/, '')}…`
        : bare;
    }
    return '…';
  }

  /** Passages that fit the question at least so well, the best first. */
  #fitting(reason: string, least: number, fills: number): Voter {
    const scored = (query: string) => this.#score(query);
    return {
      reason,
      most: 'room',
      fills,
      *votes({ asked: { query } }: Sight): Iterable<Vote | undefined> {
        const work = scored(query);
        let step = work.next();
        for (; !step.done; step = work.next()) yield undefined;
        const scores = step.value;
        const order = [...scores.keys()].filter((p) => scores[p]! > 0 && scores[p]! >= least);
        for (const unit of order.sort((a, b) => scores[b]! - scores[a]! || a - b)) yield { unit, depth: WHOLE };
      },
    };
  }

  /** How well each passage fits the question, with what it stands under and beside; without a usable one, how much it tells. */
  *#score(query: string): InTurns<Float64Array> {
    if (this.#scores) return this.#scores;
    const { blocks, passages, text } = this;
    const words = passages.map(({ from, to }) => text.slice(from, to));
    const own = yield* rankInTurns(query, words, this.#ranking);
    const near = yield* this.#rankBlocks(query);
    const found = near.some((score) => score > 0);
    const scores = new Float64Array(passages.length);
    const places = new Int32Array(blocks.length + 1);
    const said = new Set<string>();
    yield* itemsInTurns(passages, ({ block: b }, p) => {
      const { kind, level, parent } = blocks[b]!;
      const isRepeat = words[p]!.length > 30 && kind === 'paragraph' && said.has(words[p]!);
      said.add(words[p]!);
      if (level >= 0 || kind === 'rule' || kind === 'contents' || isRepeat) return;
      const isFirst = this.#firsts[b] === p;
      if (isFirst) places[parent + 1]! += 1;
      const isSingle = isFirst && this.#firsts[b + 1] === p + 1;
      const fit = isSingle ? 1 : own[p]!;
      const salient = words[p]!.length < 2000 && SALIENT.test(words[p]!) ? 0.3 : 0;
      const prior =
        (isFirst ? 1 : 0.45) / (0.7 + 0.3 * places[parent + 1]!) + salient + (p === passages.length - 1 ? 0.6 : 0);
      scores[p] = near[b]! * (0.5 + 0.5 * fit) + (kind === 'aside' ? 0 : (found ? 0.08 : 1) * prior);
      if (!isSingle && own[p]! > 0.55) scores[p] = Math.max(scores[p]!, own[p]!);
    });
    this.#scores = scores;
    return scores;
  }

  /** Blocks with the headings above them; a block beside or below a relevant one is a little relevant too. */
  *#rankBlocks(query: string): InTurns<Float64Array> {
    const { blocks, lines } = this;
    const texts = blocks.map(({ from, to, parent }) => {
      const above: string[] = [];
      for (let up = parent; up >= 0; up = blocks[up]!.parent) above.push(lines[blocks[up]!.from]!.slice(0, 200));
      return [...above, ...lines.slice(from, to)].join('\n');
    });
    const scores = yield* rankInTurns(query, texts, this.#ranking);
    const near = Float64Array.from(scores);
    for (const [b, { level, parent }] of blocks.entries()) {
      if (level >= 0) continue;
      for (const other of [b - 1, b + 1])
        if (blocks[other]?.parent === parent && blocks[other]!.level < 0)
          near[b] = Math.max(near[b]!, BESIDE * scores[other]!);
      if (parent >= 0 && (blocks[parent]!.level < 0 || parent === b - 1))
        near[b] = Math.max(near[b]!, BELOW * near[parent]!);
    }
    return near;
  }
}
