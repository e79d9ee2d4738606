import { describe, expect, it } from 'vitest';
import type { Task } from '../../model/compressor.js';
import { createContent } from '../../reading/content.js';
import { makeTask, testCompressor } from '../../testing/index.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { config } from './config.js';

const fixtures = readFixtures(new URL('./fixtures/', import.meta.url));
testCompressor({ describe, it, expect }, config(), { fixtures });

const fixture = (name: string): string => fixtures.find((one) => one.name.startsWith(name))?.text ?? '';
const shorten = async (text: string, task: Partial<Task> = {}) =>
  config().compress(createContent(text), makeTask(task));
const textOf = async (text: string, task: Partial<Task> = {}): Promise<string> =>
  (await shorten(text, task))?.text ?? '';
const isNote = (line: string): boolean => /^(?:#|;|\/\/) \[… \d+ entr(?:y|ies)/.test(line);

describe('config', () => {
  it('keeps whole lines in their order, and notes that are comments', async () => {
    for (const { name, text } of fixtures) {
      const lines = text.split('\n');
      let at = 0;
      for (const line of (await textOf(text, { query: 'What is this?' })).split('\n')) {
        if (isNote(line)) continue;
        while (at < lines.length && lines[at] !== line) at++;
        expect(at, `${name}: ${line}`).toBeLessThan(lines.length);
        at++;
      }
    }
  });

  it('names in its notes what it leaves out', async () => {
    const shown = await textOf(fixture('compose'), { query: 'Which port does grafana use?' });
    for (const [, names] of shown.matchAll(/^# \[… \d+ entr(?:y|ies): (.*)\]$/gm))
      for (const name of names?.split(/, | … /) ?? []) expect(fixture('compose')).toContain(`  ${name}:`);
    expect(shown).toContain('"3008:8008"');
  });

  it.each([
    [
      'frames of a debugger',
      'Thread 2 (LWP 11 "pump"):\n#0  wait (queue=0x1f00 <beds>) at pump.c:17\n        ret = 0\n        left = 3\n        open = true\n#1  main () at pump.c:40\n        n = 2\n        m = 4\n[Inferior 1 detached]\n[end]',
    ],
    [
      'a query plan',
      'Hash Join  (cost=12.50..40.10 rows=9 width=8)\n  Hash Cond: (a.id = b.id)\n  Buffers: shared hit=4\n  ->  Seq Scan on a  (cost=0.00..20.00 rows=9 width=4)\n        Filter: (x > 1)\n        Rows Removed by Filter: 91\nPlanning Time: 0.2 ms\nExecution Time: 1.1 ms',
    ],
    [
      'a calendar',
      'BEGIN:VCALENDAR\nVERSION: 2.0\nBEGIN: VEVENT\n  UID: 1\n  SUMMARY: Pruning\n  DTSTART: 20260301\nEND: VEVENT\nEND: VCALENDAR',
    ],
  ])('does not claim %s', (_, text) => {
    expect(config().match(createContent(text))).toBe(0);
  });

  it('names what it leaves out, so that another question finds it', async () => {
    const shown = await textOf(fixture('k8s-deployments'));
    for (const name of ['Deployment/billing', 'Deployment/mailer', 'Deployment/images']) expect(shown).toContain(name);
  });

  it('keeps the entry with another value than all others', async () => {
    const shown = await textOf(fixture('k8s'), { query: 'Describe the deployments' });
    expect(shown).toContain('replicas: 7');
    expect(shown).toContain('memory: 2Gi');
    const hosts = Array.from({ length: 60 }, (_, i) => `[host-${i}]\nport = ${i === 33 ? 2222 : 22}\nuser = deploy\n`);
    expect(await textOf(hosts.join('\n'), { query: 'Describe the hosts' })).toContain('port = 2222');
  });

  it('keeps anchors that are referred to', async () => {
    const jobs = Array.from(
      { length: 20 },
      (_, i) =>
        `  job${i}: ${i === 9 ? '&base' : ''}\n    image: example/job\n    retries: ${i}\n    command: ["run", "--number", "${i}"]`,
    ).join('\n');
    const shown = await textOf(`jobs:\n${jobs}\nlast:\n  <<: *base\n`, { query: 'What runs?' });
    expect(shown).toContain('job9: &base');
    expect(shown).toContain('<<: *base');
  });

  it('leaves alone what is about to be edited, and everything in lossless mode', async () => {
    const input = { path: 'deploy/compose.yaml' };
    expect(await shorten(fixture('compose'), { query: 'Change the port of redis in compose.yaml', input })).toBe(
      undefined,
    );
    expect(await shorten(fixture('compose'), { mode: 'lossless' })).toBe(undefined);
  });

  it('does not claim logs, tables, code, prose or JSON', () => {
    for (const other of [
      '2024-05-01 12:00:00 INFO key: value\n'.repeat(40),
      'Name:   a\nState:  running\nThreads:\t4\n'.repeat(20),
      'def f(x):\n    if x:\n        return {"a": 1}\n'.repeat(20),
      'Note: this is prose.\nIt goes on and on.\n'.repeat(20),
      '{\n  "a": [1, 2],\n  "b": { "c": 3 }\n}\n',
      '  0:   23   0   0   IO-APIC   timer\n  1:    9   0   0   IO-APIC   i8042\n'.repeat(10),
      'src/a.yaml:1: name: x\nsrc/b.yaml:7:   port: 80\n'.repeat(20),
    ])
      expect(config().match(createContent(other)), other.slice(0, 40)).toBe(0);
  });

  it('takes time in proportion to the text', async () => {
    const time = async (count: number): Promise<number> => {
      const text = Array.from(
        { length: count },
        (_, i) => `- name: entry ${i}\n  image: example/${i}\n  port: ${i}\n`,
      ).join('');
      const start = performance.now();
      expect(await shorten(text, { query: 'Which port has entry 7?' })).not.toBe(undefined);
      return performance.now() - start;
    };
    await time(500);
    const [small, large] = [await time(2000), await time(20_000)];
    expect(large).toBeLessThan(40 * small + 200);
  });

  it('reads hostile lines in linear time', async () => {
    for (const line of [
      `${'a.'.repeat(20_000)}!`,
      `key ${' '.repeat(40_000)}x`,
      `${'"a b" '.repeat(8000)}`,
      `x = ${'['.repeat(40_000)}`,
    ]) {
      const text = `[section]\n${`${line}\n`.repeat(20)}a = 1\nb = 2\nc = 3\nd = 4\n`;
      const start = performance.now();
      config().match(createContent(text));
      await shorten(text, { query: 'what is b?' });
      expect(performance.now() - start, line.slice(0, 20)).toBeLessThan(1500);
    }
  });
});
