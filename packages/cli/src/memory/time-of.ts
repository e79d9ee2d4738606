import { UsageError } from '../usage-error.js';

/** A time as a flag gives it: `2026-05-07`, or with an hour, as ISO 8601 writes it. Universal time where none is said. */
export function timeOf(text: string, flag: string): Date {
  const isDate = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.test(text);
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/.test(text.slice(10));
  const time = new Date(isDate && text.length > 10 && !hasZone ? `${text.replace(' ', 'T')}Z` : text.replace(' ', 'T'));
  if (!isDate || Number.isNaN(time.getTime()))
    throw new UsageError(`${flag} takes a date as 2026-05-07, or 2026-05-07T14:30Z`);
  return time;
}
