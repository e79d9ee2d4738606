import type { Template } from './mine-templates.js';
import type { LogLine } from './read-lines.js';
import type { LogRecord } from './read-records.js';

const USUAL = 8;
const FEW = 6;
const LONGEST = 40;

/**
 * Records with more lines than their like: in a log where every entry of a kind is one line, a line without a time that stands
 * below one of them is no part of it but something of its own.
 */
export function oddRecords(
  lines: readonly LogLine[],
  records: readonly LogRecord[],
  templates: readonly Template[],
): number[] {
  const odd: number[] = [];
  for (const { members } of templates) {
    if (members.length < USUAL) continue;
    const sizes = members.map((r) => filledLines(lines, records[r]));
    const usual = [...sizes].sort((a, b) => a - b)[sizes.length >> 1] ?? 1;
    const larger = members.filter((_, i) => (sizes[i] ?? 0) > usual && (sizes[i] ?? 0) <= usual + LONGEST);
    if (larger.length <= Math.max(FEW, members.length * 0.02)) odd.push(...larger.slice(0, FEW * 2));
  }
  return odd.sort((a, b) => a - b);
}

function filledLines(lines: readonly LogLine[], record: LogRecord | undefined): number {
  let count = 0;
  for (let i = record?.start ?? 0; i < (record?.end ?? 0); i++) if (lines[i]?.body.trim()) count++;
  return count;
}
