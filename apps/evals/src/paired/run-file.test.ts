import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Plan, Row } from './row.js';
import { openRun, readRun } from './run-file.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-evals-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const plan: Plan = {
  ...{
    kind: 'plan',
    started: 'now',
    provider: 'p',
    wire: 'openai',
    model: 'm',
    price: null,
    tier: 1,
    seed: 1,
    perTask: 2,
  },
  ...{ arms: ['none'], items: ['a', 'b'], margin: 0.05, maxTokens: 10 },
};
const row = (item: string) => ({ kind: 'row', item, arm: 'none' }) as Row;

describe('the file of a run', () => {
  it('is gone on with where it was cut off, in the middle of a line too', () => {
    const path = join(folder, 'deep', 'rows.jsonl');
    openRun(path, plan, false).add(row('a'));
    appendFileSync(path, '{"kind":"row","item":"b');
    const again = openRun(path, { ...plan, started: 'later' }, true);
    expect(again.known).toEqual([row('a')]);
    expect(again.plan.started).toBe('now');
    again.add(row('b'));
    expect(readRun(path).rows).toEqual([row('a'), row('b')]);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4);
  });

  it('is neither written over nor mixed with another plan', () => {
    const path = join(folder, 'rows.jsonl');
    openRun(path, plan, false);
    expect(() => openRun(path, plan, false)).toThrow('--resume');
    expect(() => openRun(path, { ...plan, margin: 0.1 }, true)).toThrow('margin');
    expect(() => openRun(path, { ...plan, items: ['a'] }, true)).toThrow('items');
  });

  it('is refused where a line within it is damaged', () => {
    const path = join(folder, 'rows.jsonl');
    openRun(path, plan, false);
    appendFileSync(path, '{"kind":\n{"kind":"row"}\n');
    expect(() => readRun(path)).toThrow('Line 2');
  });
});
