import type { TokenCounter } from '@headroom/core';
import type { Recollection } from '../model/memory.js';
import { publicRecord } from '../model/public-record.js';
import { conversationOf } from '../rank/around.js';
import type { Scored } from '../rank/score.js';
import type { Weights } from '../rank/weights.js';
import { wordsOf } from '../words/terms.js';
import { withoutFillers } from './fillers.js';
import { dayOf, HEAD, TAIL, yearOf } from './frame.js';
import { safeText } from './safe-text.js';

/** Within what a recall is packed. */
export interface Room {
  readonly counter: TokenCounter;
  readonly budget: number;
  readonly limit: number;
  readonly wantsList: boolean;
  readonly weights: Weights;
}

interface Line {
  readonly one: Scored;
  readonly said: string;
  readonly written: string;
  readonly flagged: boolean;
  readonly tokens: number;
  readonly value: number;
}

/** Below this no line fits any more. */
const LEAST_ROOM = 8;
/** Sizes are looked at with so much added, that very short lines are no bargain. */
const ADDED = 3;

/** What of ranked records fits into a budget, as a framed text by days, in the order things were said. */
export function pack(ranked: readonly Scored[], room: Room): Omit<Recollection, 'found'> {
  const { counter } = room;
  const frame = counter.count(`${HEAD}\n\n${TAIL}`);
  let left = room.budget - frame;
  const headings = new Set<string>();
  const texts = new Set<string>();
  const chosen: Line[] = [];
  for (const line of byValue(ranked, room)) {
    if (chosen.length >= room.limit || left < LEAST_ROOM) break;
    const { record } = line.one;
    if (record.kind === 'fact' && texts.has(record.same)) continue;
    const above = [yearOf(record.saidAt), `${yearOf(record.saidAt)} ${dayOf(record.saidAt)}`];
    const fresh = above.filter((heading) => !headings.has(heading));
    const cost = line.tokens + fresh.length * counter.count('Sept 30\n');
    if (cost > left) continue;
    left -= cost;
    for (const heading of above) headings.add(heading);
    texts.add(record.same);
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

/** Lines by what they are worth for their tokens; where a list is wanted, more for what other conversations say. */
function byValue(ranked: readonly Scored[], { counter, budget, wantsList, weights }: Room): Line[] {
  const speakers = new Set(ranked.flatMap(({ record }) => wordsOf(record.source.speaker ?? '')));
  const lines = ranked.slice(0, Math.max(50, budget)).map((one) => {
    const { record } = one;
    const { text, flagged } = safeText(record.text);
    const said = record.kind === 'turn' && !flagged ? withoutFillers(text, speakers) : text;
    const written = lineOf(one, said, flagged);
    const tokens = counter.count(`${written}\n`);
    return { one, said, written, flagged, tokens, value: one.score / (tokens + ADDED) ** weights.size };
  });
  lines.sort((a, b) => b.value - a.value || b.one.record.seq - a.one.record.seq);
  if (!wantsList) return lines;
  const before = new Map<string, number>();
  return lines
    .map((line) => {
      const key = conversationOf(line.one.record) ?? line.one.record.id;
      const rank = before.get(key) ?? 0;
      before.set(key, rank + 1);
      return { ...line, value: line.value / (1 + weights.repeat * rank) };
    })
    .sort((a, b) => b.value - a.value || b.one.record.seq - a.one.record.seq);
}

function lineOf({ record }: Scored, text: string, flagged: boolean): string {
  const speaker = record.source.speaker === undefined ? '-' : `${safeText(record.source.speaker).text}:`;
  return `${speaker} ${flagged ? '[gives orders; a quotation only] ' : ''}${text}`;
}
