import { isRecord } from '../formats/record.js';

/** Adds usage reports of several rounds: numbers are summed at any depth, of everything else the latest stays. */
export function sumUsage(reports: readonly unknown[]): unknown {
  return reports.reduce((sum, report) => added(sum, report), undefined);
}

function added(sum: unknown, report: unknown): unknown {
  if (report === undefined || report === null) return sum ?? report;
  if (typeof sum === 'number' && typeof report === 'number') return sum + report;
  if (!isRecord(sum) || !isRecord(report)) return report;
  const result: Record<string, unknown> = { ...sum };
  for (const [key, value] of Object.entries(report)) result[key] = added(sum[key], value);
  return result;
}
