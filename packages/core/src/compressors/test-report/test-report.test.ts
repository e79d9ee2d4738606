import { describe, expect, it } from 'vitest';
import type { Shorter, Task } from '../../model/compressor.js';
import { createContent } from '../../reading/content.js';
import { testCompressor } from '../../testing/index.js';
import { makeTask } from '../../testing/make-task.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { testReport } from './test-report.js';

testCompressor({ describe, it, expect }, testReport(), {
  fixtures: readFixtures(new URL('./fixtures/', import.meta.url)),
});

const shorten = (text: string, changes: Partial<Task> = {}): Shorter | undefined =>
  testReport().compress(createContent(text), makeTask(changes)) as Shorter | undefined;

describe('a test report', () => {
  const passed = (i: number): string =>
    `    <testcase name="bed ${i} is &gt; row" classname="Beds" time="0.0${(i % 7) + 1}"/>`;
  const failed = (i: number): string =>
    `    <testcase name="bed ${i} > row" classname="Beds" time="0.02">\n      <failure message="a > b">expected ${i}\n  at bed.ts:${i}</failure>\n    </testcase>`;
  const suite = [...Array.from({ length: 80 }, (_, i) => (i % 9 === 4 ? failed(i) : passed(i)))];
  const text = `<?xml version="1.0"?>\n<testsuites>\n  <testsuite name="Beds" tests="80" failures="9">\n${suite.join('\n')}\n  </testsuite>\n</testsuites>\n`;

  it('keeps every failure whole and stays XML', () => {
    const found = shorten(text);
    for (let i = 4; i < 80; i += 9) expect(found?.text).toContain(failed(i));
    expect(found?.text).toContain('tests="80" failures="9"');
    expect(found?.text.match(/<testcase/g)?.length).toBe(
      (found?.text.match(/<\/testcase>/g)?.length ?? 0) + (found?.text.match(/time="[\d.]+"\/>/g)?.length ?? 0),
    );
  });

  it('counts in its notes what the marker counts', () => {
    const found = shorten(text);
    const noted = [...(found?.text.matchAll(/<!-- … (\d+) passed tests? -->/g) ?? [])].map(([, count]) =>
      Number(count),
    );
    const sum = /^(\d+) of 71 passed tests$/.exec(found?.kind === 'trimmed' ? found.omitted.summary : '')?.[1];
    expect(noted.reduce((a, b) => a + b, 0)).toBe(Number(sum));
  });

  it('keeps a passed test that is asked for', () => {
    expect(shorten(text, { query: 'How long took "bed 33 is"?' })?.text).toContain(passed(33));
  });

  it('reads results of .NET', () => {
    const results = Array.from({ length: 40 }, (_, i) =>
      i === 17
        ? `<UnitTestResult testName="Bed17" outcome="Failed"><Output><ErrorInfo><Message>too wet</Message></ErrorInfo></Output></UnitTestResult>`
        : `<UnitTestResult testName="Bed${i}" outcome="Passed" />`,
    );
    const trx = `<?xml version="1.0"?>\n<TestRun id="1">\n<Results>\n${results.join('\n')}\n</Results>\n<ResultSummary outcome="Failed"><Counters total="40" passed="39" failed="1" /></ResultSummary>\n</TestRun>`;
    const found = shorten(trx);
    expect(found?.text).toContain(results[17]);
    expect(found?.text).toContain('<Counters total="40" passed="39" failed="1" />');
    expect(found?.kind === 'trimmed' && found.omitted.summary).toBe('39 of 39 passed tests');
  });

  it('says which lines of a file never ran, and how many did', () => {
    const lines = Array.from({ length: 90 }, (_, i) => `DA:${i + 1},${i >= 40 && i < 44 ? 0 : 3}`);
    const report = `TN:\nSF:src/prune.ts\n${lines.join('\n')}\nLF:90\nLH:86\nend_of_record\n`;
    const shown = shorten(report)?.text ?? '';
    expect(shown).toContain('DA:41,0\nDA:42,0\nDA:43,0\nDA:44,0\n');
    expect(shown).toContain('# … 40 covered lines\nDA:41,0');
    expect(shown).toContain('LF:90\nLH:86\nend_of_record');
  });
});
