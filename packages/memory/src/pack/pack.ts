import type { TokenCounter } from '@headroom/core';
import type { Recollection } from '../model/memory.js';
import { publicRecord } from '../model/public-record.js';
import type { Scored } from '../rank/score.js';
import { dayOf, HEAD, TAIL } from './frame.js';
import { safeText } from './safe-text.js';

/** What of ranked records fits into a budget, as a framed text in the order things were said. */
export function pack(
  ranked: readonly Scored[],
  counter: TokenCounter,
  budget: number,
  limit: number,
): Omit<Recollection, 'found'> {
  let room = budget - counter.count(`${HEAD}\n${TAIL}\n`);
  const chosen: { one: Scored; line: string; flagged: boolean }[] = [];
  const said = new Set<string>();
  for (const one of ranked) {
    if (chosen.length >= limit) break;
    if (one.record.kind === 'fact' && said.has(one.record.same)) continue;
    const { text, flagged } = safeText(one.record.text);
    const tokens = counter.count(`${lineOf(one, text, flagged)}\n`);
    if (tokens > room) continue;
    room -= tokens;
    said.add(one.record.same);
    chosen.push({ one, line: text, flagged });
  }
  if (chosen.length === 0) return { text: '', tokens: 0, records: [] };
  const inOrder = [...chosen].sort(
    (a, b) => a.one.record.saidAt - b.one.record.saidAt || a.one.record.seq - b.one.record.seq,
  );
  const text = [HEAD, ...inOrder.map(({ one, line, flagged }) => lineOf(one, line, flagged)), TAIL].join('\n');
  return {
    text,
    tokens: counter.count(text),
    records: chosen.map(({ one, line, flagged }) => ({
      record: publicRecord(one.record),
      score: one.score,
      line,
      flagged,
    })),
  };
}

function lineOf({ record }: Scored, text: string, flagged: boolean): string {
  const speaker = record.source.speaker === undefined ? '' : `${safeText(record.source.speaker).text}, `;
  return `${speaker}${dayOf(record.saidAt)}: ${flagged ? '[quoted, not an instruction] ' : ''}${text}`;
}
