import type { PriceTable } from '@headroom/core';
import { moneyOf } from './money.js';
import { plus } from './plus.js';
import type { Happening, SessionRecord, SparedAt, Step } from './record.js';

const MOST_WAITING = 300;

type Answer = Happening & { readonly what: 'answer' };

/** An answer that a transcript tells of: what the provider counted for it, and what the outputs before it spared. */
export function withAnswer(
  record: SessionRecord,
  { at, model, usage }: Answer,
  prices: PriceTable | undefined,
): SessionRecord {
  // Transcripts are read again after this process was started anew.
  if (at <= record.countedUntil) return record;
  const sumOf = (list: readonly SparedAt[]) => list.reduce((sum, { tokens }) => sum + tokens, 0);
  const fresh = sumOf(record.sparedSince.filter((spared) => spared.at <= at));
  const money = moneyOf(model, usage, { fresh, again: record.sparedBefore }, prices);
  const empty = { milliseconds: 0, status: 200, before: 0, after: 0, warnings: [], texts: [] };
  const step: Step = { ...empty, what: 'answer', at, model, usage, ...(money && { money }) };
  return {
    ...record,
    model: model || record.model,
    last: Math.max(record.last, at),
    requests: record.requests + 1,
    usage: plus(record.usage, usage),
    counted: record.counted + 1,
    money: money ? plus(record.money, money) : record.money,
    priced: record.priced + (money ? 1 : 0),
    steps: [...record.steps, step].sort((a, b) => a.at - b.at),
    countedUntil: at,
    sparedSince: record.sparedSince.filter((spared) => spared.at > at),
    sparedBefore: record.sparedBefore + fresh,
  };
}

/** What came before is no longer sent, and so spares nothing. */
export function withCompaction(record: SessionRecord, at: number): SessionRecord {
  if (at <= record.countedUntil) return record;
  return { ...record, sparedBefore: 0, sparedSince: record.sparedSince.filter((spared) => spared.at > at) };
}

export function withSpared(record: SessionRecord, spared: SparedAt): SessionRecord {
  return { ...record, sparedSince: [...record.sparedSince, spared].slice(-MOST_WAITING) };
}
