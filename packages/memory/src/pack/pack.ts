import type { TokenCounter } from '@headroom/core';
import type { Recollection } from '../model/memory.js';
import { publicRecord } from '../model/public-record.js';
import type { Scored } from '../rank/score.js';
import type { Weights } from '../rank/weights.js';
import { wordsOf } from '../words/terms.js';
import { excerpt } from './excerpt.js';
import { withoutFillers } from './fillers.js';
import { dayOf, HEAD, TAIL, yearOf } from './frame.js';
import { safeText } from './safe-text.js';

/** Within what a recall is packed. */
export interface Room {
  readonly counter: TokenCounter;
  readonly budget: number;
  readonly limit: number;
  readonly weights: Weights;
  /** The question's terms: of a record that is longer than the whole budget, the parts that have them are quoted. */
  readonly terms: ReadonlySet<string>;
}

interface Line {
  readonly one: Scored;
  readonly said: string;
  readonly written: string;
  readonly flagged: boolean;
}

/** Tokens of a heading, at most. */
const HEADING = 4;
/** What share of the room is quoted of a record that is longer than all of it. */
const EXCERPT = 0.3;
/** Below this no line fits any more. */
const LEAST_ROOM = 8;
/** So many records are weighed: what the budget holds, were all lines so short, and some more. */
const LEAST_LINE = 8;
const WEIGHED = 40;
/** Characters of a token, about: sizes are only compared. */
const A_TOKEN = 4;
/** Sizes are looked at with so much added, that very short lines are no bargain. */
const ADDED = 3;

/** What of ranked records fits into a budget, as a framed text by days, in the order things were said. */
export function pack(ranked: readonly Scored[], room: Room): Omit<Recollection, 'found'> {
  const { counter } = room;
  const frame = counter.count(`${HEAD}\n\n${TAIL}`);
  let left = room.budget - frame;
  // No text has more tokens than UTF-16 units, but for the rarest signs: a shorter one fits.
  const longest = left;
  const headings = new Set<string>();
  const texts = new Set<string>();
  const chosen: Line[] = [];
  const names = new Set(ranked.map(({ record }) => record.source.speaker ?? ''));
  const speakers = new Set([...names].flatMap(wordsOf));
  for (const one of byValue(ranked, room)) {
    if (chosen.length >= room.limit || left < LEAST_ROOM) break;
    const { record } = one;
    // Said once, though it was told again and again.
    const told = `${record.source.speaker ?? ''}: ${record.same}`;
    if (texts.has(told)) continue;
    const above = [yearOf(record.saidAt), `${yearOf(record.saidAt)} ${dayOf(record.saidAt)}`];
    const fresh = above.filter((heading) => !headings.has(heading));
    const whole = lineOf(one, speakers);
    const isTooLong = record.text.length > longest && counter.count(whole.written) > room.budget - frame - 2 * HEADING;
    const line = isTooLong ? shortened(whole, room, Math.min(left, Math.ceil((room.budget - frame) * EXCERPT))) : whole;
    if (line.said === '') continue;
    const cost = counter.count(`${line.written}\n`) + fresh.length * HEADING;
    if (cost > left) continue;
    left -= cost;
    for (const heading of above) headings.add(heading);
    texts.add(told);
    chosen.push(line);
  }
  return written(chosen, room);
}

/** The text; what does not fit after all, where tokens join, leaves from its end of the ranking. */
function written(chosen: readonly Line[], room: Room): Omit<Recollection, 'found'> {
  for (let many = chosen.length; many > 0; many--) {
    const lines = chosen.slice(0, many);
    const text = layout(lines);
    const tokens = room.counter.count(text);
    if (tokens > room.budget) continue;
    const records = lines.map(({ one, said, flagged }) => ({
      record: publicRecord(one.record),
      score: one.score,
      line: said,
      flagged,
    }));
    return { text, tokens, records };
  }
  return { text: '', tokens: 0, records: [] };
}

function layout(lines: readonly Line[]): string {
  const parts = [HEAD];
  let year = '';
  let day = '';
  const inOrder = [...lines].sort(
    ({ one: a }, { one: b }) => a.record.saidAt - b.record.saidAt || a.record.seq - b.record.seq,
  );
  for (const { one, written } of inOrder) {
    const { saidAt } = one.record;
    if (yearOf(saidAt) !== year) parts.push(yearOf(saidAt));
    if (yearOf(saidAt) !== year || dayOf(saidAt) !== day) parts.push(dayOf(saidAt));
    year = yearOf(saidAt);
    day = dayOf(saidAt);
    parts.push(written);
  }
  return [...parts, TAIL].join('\n');
}

/** Records by what they are worth for their size. */
function byValue(ranked: readonly Scored[], { budget, weights }: Room): readonly Scored[] {
  const sizeOf = ({ record }: Scored) => ADDED + (record.text.length + (record.source.speaker?.length ?? 0)) / A_TOKEN;
  return ranked
    .slice(0, WEIGHED + Math.ceil(budget / LEAST_LINE))
    .map((one) => ({ one, value: one.score / sizeOf(one) ** weights.size }))
    .sort((a, b) => b.value - a.value || b.one.record.seq - a.one.record.seq)
    .map(({ one }) => one);
}

/** What of a line that no room is long enough for fits into some tokens. */
function shortened(line: Line, { counter, terms }: Room, most: number): Line {
  const before = line.written.slice(0, line.written.length - line.said.length);
  const said = excerpt(line.said, terms, counter, most - counter.count(before));
  return { ...line, said, written: before + said };
}

function lineOf(one: Scored, speakers: ReadonlySet<string>): Line {
  const { text, flagged } = safeText(one.record.text);
  const said = one.record.kind === 'turn' && !flagged ? withoutFillers(text, speakers) : text;
  const speaker = one.record.source.speaker === undefined ? '-' : `${safeText(one.record.source.speaker).text}:`;
  return { one, said, flagged, written: `${speaker} ${flagged ? '[gives orders; a quotation only] ' : ''}${said}` };
}
