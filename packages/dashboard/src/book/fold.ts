import type { PriceTable, WarningCode } from '@headroom/core';
import { withAnswer, withCompaction, withSpared } from './answers.js';
import { askedBackCost, moneyOf } from './money.js';
import { plus } from './plus.js';
import type { AskedBack, Happening, SessionName, SessionRecord, Step, TextLine, TextSum } from './record.js';

const MOST_STEPS = 300;
/** Texts of all steps together. */
const MOST_TEXTS = 1500;
const MOST_ASKED = 100;
const MOST_HEADINGS = 60;
const OTHER = 'other';
const NO_TEXTS: TextSum = { texts: 0, before: 0, after: 0, sentBefore: 0, sentAfter: 0 };

/** A session of which nothing is known yet. */
export function newRecord({ agent, session, tenant = '' }: SessionName, at: number): SessionRecord {
  return {
    version: 1,
    ...{ agent, session, tenant, model: '', began: at, last: at, requests: 0, outputs: 0, before: 0, after: 0 },
    usage: { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 },
    money: { paid: 0, without: 0 },
    ...{ counted: 0, priced: 0, changed: 0, rewritten: 0, failed: 0, askedBack: 0, warnings: 0, dropped: 0 },
    ...{ tools: {}, kinds: {}, left: {}, warned: {}, steps: [], asked: [] },
    ...{ countedUntil: 0, sparedSince: [], sparedBefore: 0 },
  };
}

/** The record with one more thing in it, its money at the given prices or those of core. */
export function fold(record: SessionRecord, happening: Happening, prices?: PriceTable): SessionRecord {
  switch (happening.what) {
    case 'asked':
      return withAsked(record, happening, prices);
    case 'answer':
      return trimmed(withAnswer(record, happening, prices));
    case 'compacted':
      return withCompaction(record, happening.at);
    case 'request':
      return withStep(record, happening.step, 'request', prices);
    case 'output': {
      const { at, before, after } = happening.step;
      return withSpared(withStep(record, happening.step, 'output', prices), { at, tokens: before - after });
    }
  }
}

function withStep(
  record: SessionRecord,
  given: Omit<Step, 'money' | 'what'>,
  what: 'request' | 'output',
  prices: PriceTable | undefined,
): SessionRecord {
  const seen = new Set(record.steps.flatMap(({ texts }) => texts.map(keyOf)));
  const isNew = (text: TextLine) => what === 'output' || !seen.has(keyOf(text));
  const texts = given.texts.filter(isNew);
  const saved = (lines: readonly TextLine[]) => lines.reduce((sum, { before, after }) => sum + before - after, 0);
  const fresh = saved(texts);
  const { model, usage, prefix } = given;
  // What was refused was not paid.
  const isPaid = given.status < 400;
  const money = isPaid ? moneyOf(model, usage, { fresh, again: saved(given.texts) - fresh }, prices) : undefined;
  const step: Step = { ...given, texts, ...(money && { money }), ...(what === 'output' && { what }) };
  const warned = { ...record.warned };
  for (const code of given.warnings) warned[code as WarningCode] = (warned[code] ?? 0) + 1;
  const by = (sums: Readonly<Record<string, TextSum>>, heading: (text: TextLine) => string | undefined) =>
    given.texts.reduce((all, text) => added(all, heading(text), text, isNew(text)), sums);
  return trimmed({
    ...record,
    model: model || record.model,
    last: Math.max(record.last, given.at),
    requests: record.requests + (what === 'request' ? 1 : 0),
    outputs: record.outputs + (what === 'output' ? 1 : 0),
    before: record.before + given.before,
    after: record.after + given.after,
    usage: usage ? plus(record.usage, usage) : record.usage,
    counted: record.counted + (usage ? 1 : 0),
    money: money ? plus(record.money, money) : record.money,
    priced: record.priced + (money ? 1 : 0),
    changed: record.changed + (prefix === 'changed' ? 1 : 0),
    rewritten: record.rewritten + (prefix === 'rewritten' ? 1 : 0),
    failed: record.failed + (isPaid ? 0 : 1),
    warnings: record.warnings + given.warnings.length,
    warned,
    tools: by(record.tools, ({ tool }) => tool || OTHER),
    kinds: by(record.kinds, ({ kind }) => kind),
    left: by(record.left, ({ left }) => left),
    steps: [...record.steps, step],
  });
}

function withAsked(
  record: SessionRecord,
  { at, hash, tokens }: Happening & { readonly what: 'asked' },
  prices: PriceTable | undefined,
): SessionRecord {
  const of = record.steps.flatMap(({ texts }) => texts).findLast((text) => text.hash === hash);
  const asked: AskedBack = { at, hash, tokens, tool: of?.tool ?? '', kind: of?.kind ?? '' };
  const { paid, without } = record.money;
  const cost = record.priced > 0 ? askedBackCost(record.model, tokens, prices) : 0;
  return {
    ...record,
    last: Math.max(record.last, at),
    askedBack: record.askedBack + 1,
    money: { paid, without: without - cost },
    asked: [...record.asked, asked].slice(-MOST_ASKED),
  };
}

/** Without the oldest steps where there are too many. */
function trimmed(record: SessionRecord): SessionRecord {
  let texts = 0;
  let first = record.steps.length;
  while (first > 0 && record.steps.length - first < MOST_STEPS) {
    texts += record.steps[first - 1]?.texts.length ?? 0;
    if (texts > MOST_TEXTS && first < record.steps.length) break;
    first--;
  }
  return first === 0 ? record : { ...record, steps: record.steps.slice(first), dropped: record.dropped + first };
}

function added(
  sums: Readonly<Record<string, TextSum>>,
  heading: string | undefined,
  { before, after }: TextLine,
  isNew: boolean,
): Readonly<Record<string, TextSum>> {
  if (heading === undefined) return sums;
  const name = Object.hasOwn(sums, heading) || Object.keys(sums).length < MOST_HEADINGS ? heading : OTHER;
  const once = isNew ? { texts: 1, before, after } : { texts: 0, before: 0, after: 0 };
  const sum = Object.hasOwn(sums, name) ? (sums[name] as TextSum) : NO_TEXTS;
  return { ...sums, [name]: plus(sum, { ...once, sentBefore: before, sentAfter: after }) };
}

function keyOf({ at, before, after }: TextLine): string {
  return `${at} ${before} ${after}`;
}
