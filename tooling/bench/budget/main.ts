import { readFileSync, writeFileSync } from 'node:fs';
import { table } from '../table.js';
import { type Judged, judge, ratioOf, warm } from './budget.js';
import { BUDGETED } from './budgeted.js';

const file = new URL('baseline.json', import.meta.url);
const round = (ratio: number) => Number(ratio.toPrecision(3));

/** Notes what everything comes to now: the middle of several, since the best of all would leave nothing for chance. */
export async function updateBaseline(): Promise<void> {
  const noted: Record<string, number> = {};
  for (const one of BUDGETED) {
    await warm(one);
    const ratios = [];
    for (let times = 1; times <= 3; times++) ratios.push(await ratioOf(one, times * 1000));
    noted[one.name] = round(ratios.sort((a, b) => a - b)[1] as number);
  }
  writeFileSync(file, `${JSON.stringify(noted, undefined, 2)}\n`);
}

/** Measures everything against what was noted; false when something has become so many times slower. */
export async function checkBaseline(times: number): Promise<boolean> {
  const noted = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
  const judged: Judged[] = [];
  for (const one of BUDGETED) {
    await warm(one);
    judged.push(await judge(one, noted[one.name], times));
  }
  const rows = judged.map((one) => [
    ...[one.name, one.ratio.toFixed(2), String(noted[one.name] ?? 'none'), one.most.toFixed(2)],
    one.isOver ? 'SLOWER' : '',
  ]);
  console.log(table(['ratio of processor time', 'now', 'noted', 'most', ''], rows));
  const over = judged.filter(({ isOver }) => isOver);
  if (over.length > 0) console.log(`${over.length} of ${judged.length} have become more than ${times} times as slow`);
  return over.length === 0;
}
