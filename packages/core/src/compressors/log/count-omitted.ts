import type { Choice } from './choose-records.js';
import type { LogLine } from './read-lines.js';
import type { LogRecord } from './read-records.js';

const WORDS: Readonly<Record<LogRecord['level'], string>> = {
  error: 'error',
  warning: 'warning',
  notable: 'notable',
  info: 'info',
  pass: 'passed',
  summary: 'summary',
  heading: 'heading',
  plain: 'other',
};

/** Counts what was left out, by kind and against all: `1,735 of 1,792 lines (0 of 3 error, 446 of 458 warning records …)`. */
export function countOmitted(
  lines: readonly LogLine[],
  records: readonly LogRecord[],
  choice: Choice,
  kept: Uint8Array,
): string {
  let all = 0;
  let left = 0;
  lines.forEach((line, i) => {
    if (line.body === '') return;
    all += 1;
    if (!kept[i]) left += 1;
  });
  const counts = new Map<LogRecord['level'], { all: number; left: number }>();
  records.forEach((record) => {
    if ((lines[record.head]?.body ?? '') === '') return;
    const count = counts.get(record.level) ?? { all: 0, left: 0 };
    count.all += 1;
    if (!kept[record.head]) count.left += 1;
    counts.set(record.level, count);
  });
  const parts = [...counts]
    .filter(([, count]) => count.left > 0)
    .map(([level, count]) => `${count.left} of ${count.all} ${WORDS[level]}`);
  const shapes = new Set(choice.templateOf).size;
  return `${left} of ${all} lines${parts.length > 0 ? ` (records: ${parts.join(', ')}; ${shapes} shapes)` : ''}`;
}
