import type { Question } from '../../question/question.js';
import type { Profile } from './profile.js';
import type { Reading } from './reading.js';

const KIND_NAME =
  /^(?:status|state|level|severity|type|kind|category|result|outcome|conclusion|phase|priority|rule_?id|rule|method|event|action)$/i;

/** Counts by kind and ranges of the rows that are not shown: `388 of 400 rows (380 level=INFO, 8 level=WARN; ms 12 to 40)`. */
function summarizeRows(
  profiles: readonly Profile[],
  left: readonly number[],
  size: number,
  unit: string,
  question: Question,
): string {
  const parts: string[] = [];
  const kinds = profiles
    .filter(
      ({ categories, column }) =>
        categories &&
        categories.size > 1 &&
        (categories.size <= 12 || (categories.size <= 60 && question.about(column.path))),
    )
    .map((profile) => ({ profile, rank: rankOf(profile, question) }))
    .sort((a, b) => b.rank - a.rank || a.profile.categories!.size - b.profile.categories!.size);
  const told = new Set<Profile>();
  const asked = kinds.filter(({ rank }) => rank >= 4).length;
  for (const { profile } of kinds.slice(0, Math.max(2, Math.min(5, asked)))) {
    const counted = countKinds(
      profile,
      left,
      question.wants.has('count') && question.about(profile.column.path) ? 40 : 6,
    );
    if (!counted) continue;
    parts.push(counted);
    told.add(profile);
  }
  const measures = profiles
    .filter(
      ({ numbers, isSequence, isDate, categories, filled, texts }) =>
        numbers && (isDate || !isSequence) && categories?.size !== 1 && filled > texts.length * 0.2,
    )
    .sort((a, b) => Number(question.about(b.column.path)) - Number(question.about(a.column.path)));
  for (const profile of measures.filter((one) => !told.has(one)).slice(0, 4)) {
    const range = rangeOf(profile, left);
    if (range) parts.push(range);
  }
  return `${left.length} of ${size} ${unit}${parts.length > 0 ? ` (${parts.join('; ')})` : ''}`;
}

/** Columns of the question first, then status-like ones; columns that few rows have last. */
function rankOf({ column, categories, filled, texts }: Profile, question: Question): number {
  const asked = question.about(column.path) ? 4 : 0;
  const kind = KIND_NAME.test(column.path.at(-1) ?? '') ? 2 : 0;
  return asked + kind + (categories!.size <= 6 ? 1 : 0) - (filled < texts.length * 0.3 ? 3 : 0);
}

function countKinds({ name, texts }: Profile, left: readonly number[], limit: number): string | undefined {
  const counts = new Map<string, number>();
  for (const row of left) counts.set(texts[row]!, (counts.get(texts[row]!) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (sorted.length === 0 || sorted.some(([text]) => text.length > 60)) return undefined;
  if (sorted.length === 1 && sorted[0]![0] === '') return undefined;
  const shown = sorted.slice(0, limit).map(([text, times]) => `${times} ${text === '' ? 'none' : text}`);
  const rest = sorted.slice(limit).reduce((sum, [, times]) => sum + times, 0);
  return `${name}: ${shown.join(', ')}${rest > 0 ? `, ${rest} others` : ''}`;
}

function rangeOf({ name, numbers, texts }: Profile, left: readonly number[]): string | undefined {
  let low = -1;
  let high = -1;
  for (const row of left) {
    const value = numbers![row]!;
    if (Number.isNaN(value)) continue;
    if (low < 0 || value < numbers![low]!) low = row;
    if (high < 0 || value > numbers![high]!) high = row;
  }
  if (low < 0) return undefined;
  const [from, to] = [texts[low]!, texts[high]!].map((text) => text.replaceAll('"', ''));
  return from === to ? undefined : `${name} ${from} to ${to}`;
}

/** Counts over all rows of what a counting question is about, and sums where they are asked for. */
function totalsOf(profiles: readonly Profile[], size: number, question: Question): string[] {
  const asked = profiles.filter(
    ({ column }) => question.about(column.path) || KIND_NAME.test(column.path.at(-1) ?? ''),
  );
  const every = Array.from({ length: size }, (_, row) => row);
  const counts = question.wants.has('count')
    ? asked
        .filter(({ categories }) => categories && categories.size > 1)
        .slice(0, 3)
        .flatMap((profile) => countKinds(profile, every, 40) ?? [])
    : [];
  const sums = question.wantsTotals ? asked.filter(isMeasure).slice(0, 3).map(sumOf) : [];
  const parts = [...counts, ...sums];
  return parts.length > 0 ? [`all ${size}: ${parts.join('; ')}`] : [];
}

const isMeasure = ({ numbers, isSequence, isDate }: Profile): boolean =>
  numbers !== undefined && !isSequence && !isDate;

function sumOf({ name, numbers }: Profile): string {
  const values = numbers!.filter((value) => Number.isFinite(value));
  const sum = values.reduce((total, value) => total + value, 0);
  return `${name} sum ${round(sum)}, mean ${round(sum / values.length)}`;
}

const round = (value: number): string => String(Number(value.toPrecision(10)));

/** Says which rows and columns of a table are not shown, with totals for counting questions. */
export function tellOmitted(
  { table, name, profiles, visible, hidden }: Reading,
  shown: readonly number[],
  question: Question,
  omitted: string[],
): void {
  const place = name ? `in ${name}: ` : '';
  if (shown.length < table.size) {
    const kept = new Set(shown);
    const left = Array.from({ length: table.size }, (_, row) => row).filter((row) => !kept.has(row));
    const unit = table.keys ? 'keys' : 'rows';
    omitted.push(
      place + summarizeRows(visible, left, table.size, unit, question),
      ...totalsOf(visible, table.size, question),
    );
  }
  const names = profiles.filter(({ column }) => hidden.has(column)).map((profile) => profile.name);
  if (names.length === 0) return;
  const listed =
    names.length <= 8 ? names.join(', ') : `${names.slice(0, 6).join(', ')} and ${names.length - 6} more like these`;
  omitted.push(`${place}${names.length === 1 ? 'column' : 'columns'} ${listed}`);
}
