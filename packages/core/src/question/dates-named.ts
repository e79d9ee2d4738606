const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const MONTH_FIRST = new RegExp(`\\b${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})\\b`, 'gi');
const DAY_FIRST = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\.?\\s+(?:of\\s+)?${MONTH},?\\s+(\\d{4})\\b`, 'gi');

const YEARLESS_MONTH_FIRST = new RegExp(`\\b${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b`, 'gi');
const YEARLESS_DAY_FIRST = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\.?\\s+(?:of\\s+)?${MONTH}\\b`, 'gi');

/** Dates a question writes in words, as tables write them: `March 5, 2015` is `2015-03-05`, `03/05/2015` and so on. */
export function datesNamed(query: string): string[] {
  const text = query.slice(0, 4000);
  const found: string[] = [];
  for (const [, month = '', day = '', year = ''] of text.matchAll(MONTH_FIRST))
    found.push(...spellings(year, month, day));
  for (const [, day = '', month = '', year = ''] of text.matchAll(DAY_FIRST))
    found.push(...spellings(year, month, day));
  if (found.length === 0) {
    for (const [, month = '', day = ''] of text.matchAll(YEARLESS_MONTH_FIRST)) found.push(...anyYear(month, day));
    for (const [, day = '', month = ''] of text.matchAll(YEARLESS_DAY_FIRST)) found.push(...anyYear(month, day));
  }
  return found;
}

/** A day as tables and logs of any year write it. */
function anyYear(month: string, day: string): string[] {
  const number = MONTHS.indexOf(month.toLowerCase().slice(0, 3)) + 1;
  const [m, d] = [String(number).padStart(2, '0'), day.padStart(2, '0')];
  const short = (MONTHS[number - 1] ?? '').replace(/^./, (first) => first.toUpperCase());
  return [`${m}-${d}`, `${m}/${d}`, `${d}/${short}`, `${short} ${d}`, `${short} ${String(Number(day)).padStart(2)}`];
}

function spellings(year: string, month: string, day: string): string[] {
  const number = MONTHS.indexOf(month.toLowerCase().slice(0, 3)) + 1;
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
