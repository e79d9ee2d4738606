import { createRequire } from 'node:module';

/** A stretch of time, in milliseconds; `to` lies outside. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** The words just before it make it a bound: "before May". */
  readonly side: 'before' | 'after' | undefined;
}

type Chrono = typeof import('chrono-node/en');
const requireFrom = createRequire((import.meta.url as string | undefined) ?? __filename);
let chrono: Chrono | undefined;

const DAY = 86_400_000;
/** What makes it worth to look closer: reading a text takes a millisecond. */
const HINT =
  /\b(?:(?:19|20)\d\d|\d+(?:st|nd|rd|th)|today|tonight|yesterday|tomorrow|week|weekend|month|year|days?|ago|last|next|spring|summer|autumn|fall|winter|(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|november|december)\b|\d[-/.]\d/i;
const SEASONS: Readonly<Record<string, number>> = { spring: 2, summer: 5, autumn: 8, fall: 8, winter: 11 };
const SEASON = /\b(last|this|next|the|in)\s+(spring|summer|autumn|fall|winter)(?:\s+(?:of\s+)?((?:19|20)\d\d))?\b/gi;
const YEAR = /\b(in|of|during|since|before|after|until|by)\s+((?:19|20)\d\d)\b(?!\s*[-/.]\d)/gi;

/** The times that a text names, seen from a moment; in universal time. English only. */
export function timeSpans(text: string, seenFrom: number): readonly Span[] {
  const start = text.slice(0, 2000);
  if (!HINT.test(start)) return [];
  // What is read already is not to be read again: the year of a season is no year by itself.
  const withoutSeasons = start.replace(SEASON, blank);
  const rest = withoutSeasons.replace(YEAR, blank);
  return [...seasons(start, seenFrom), ...years(withoutSeasons), ...dates(rest, seenFrom)];
}

function blank(text: string): string {
  return ' '.repeat(text.length);
}

function seasons(text: string, seenFrom: number): Span[] {
  return Array.from(text.matchAll(SEASON), ([, which = '', season = '', year], i) => {
    const month = SEASONS[season.toLowerCase()] as number;
    const of = (y: number): Span => ({
      from: Date.UTC(y, month, 1),
      to: Date.UTC(y, month + 3, 1),
      side: sideOf(text, text.search(SEASON) + i),
    });
    if (year !== undefined) return of(Number(year));
    const here = new Date(seenFrom).getUTCFullYear() + 1;
    const begun = [here, here - 1, here - 2, here - 3].map(of);
    if (which.toLowerCase() === 'next') return begun.findLast((span) => span.from > seenFrom) ?? of(here);
    // The last one is over; "the" and "this" may still go on.
    const over = which.toLowerCase() === 'last' ? begun.find((span) => span.to <= seenFrom) : undefined;
    return over ?? begun.find((span) => span.from <= seenFrom) ?? of(here);
  });
}

function years(text: string): Span[] {
  return Array.from(text.matchAll(YEAR), ([, word = '', year]) => ({
    from: Date.UTC(Number(year), 0, 1),
    to: Date.UTC(Number(year) + 1, 0, 1),
    side: sideWord(word),
  }));
}

function dates(text: string, seenFrom: number): Span[] {
  // Loaded when a text first names a time: it takes a while.
  chrono ??= requireFrom('chrono-node/en') as Chrono;
  const found = chrono.casual.parse(text, { instant: new Date(seenFrom), timezone: 0 });
  return found.flatMap((result): Span[] => {
    const { start, end } = result;
    if (!start.isCertain('day') && !start.isCertain('weekday') && !start.isCertain('month') && !start.isCertain('year'))
      return [];
    const year = start.get('year') ?? 0;
    const month = (start.get('month') ?? 1) - 1;
    const side = sideOf(text, result.index);
    if (!start.isCertain('day') && !start.isCertain('weekday')) {
      if (!start.isCertain('month')) return [{ from: Date.UTC(year, 0, 1), to: Date.UTC(year + 1, 0, 1), side }];
      const past = start.isCertain('year') || Date.UTC(year, month, 1) <= seenFrom ? year : year - 1;
      return [{ from: Date.UTC(past, month, 1), to: Date.UTC(past, month + 1, 1), side }];
    }
    const day = Date.UTC(year, month, start.get('day') ?? 1);
    const wide = /week/i.test(result.text) ? 4 * DAY : /month/i.test(result.text) ? 16 * DAY : 0;
    const last = end ? Date.UTC(end.get('year') ?? year, (end.get('month') ?? 1) - 1, end.get('day') ?? 1) : day;
    return [{ from: day - wide, to: last + DAY + wide, side }];
  });
}

function sideOf(text: string, index: number): Span['side'] {
  const word = /\b(\w+)\s+(?:the\s+)?$/.exec(text.slice(0, index))?.[1];
  return word === undefined ? undefined : sideWord(word);
}

function sideWord(word: string): Span['side'] {
  if (/^(?:before|until|by)$/i.test(word)) return 'before';
  return /^(?:after|since)$/i.test(word) ? 'after' : undefined;
}
