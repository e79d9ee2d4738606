const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const MONTH = `(${MONTHS.map((month) => `${month.slice(0, 3)}(?:${month.slice(3)})?`).join('|')})\\.?`;
const MONTH_FIRST = new RegExp(`\\b${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})\\b`, 'gi');
const DAY_FIRST = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\.?\\s+(?:of\\s+)?${MONTH},?\\s+(\\d{4})\\b`, 'gi');

/** Dates a question writes in words, as tables write them: `March 5, 2015` is `2015-03-05`, `03/05/2015` and so on. */
export function datesNamed(query: string): string[] {
  const text = query.slice(0, 4000);
  const found: string[] = [];
  for (const [, month = '', day = '', year = ''] of text.matchAll(MONTH_FIRST))
    found.push(...spellings(year, month, day));
  for (const [, day = '', month = '', year = ''] of text.matchAll(DAY_FIRST))
    found.push(...spellings(year, month, day));
  return found;
}

function spellings(year: string, month: string, day: string): string[] {
  const number = MONTHS.findIndex((name) => name.startsWith(month.toLowerCase().slice(0, 3))) + 1;
  const [m, d] = [String(number).padStart(2, '0'), day.padStart(2, '0')];
  return [
    `${year}-${m}-${d}`,
    `${year}/${m}/${d}`,
    `${m}/${d}/${year}`,
    `${d}/${m}/${year}`,
    `${d}.${m}.${year}`,
    `${number}/${Number(day)}/${year}`,
  ];
}
