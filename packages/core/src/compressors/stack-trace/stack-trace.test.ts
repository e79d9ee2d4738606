import { describe, expect, it } from 'vitest';
import type { Shorter, Task } from '../../model/compressor.js';
import { createContent } from '../../reading/content.js';
import { unpackLines } from '../../reading/pack-lines.js';
import { withoutEscapes } from '../../reading/terminal-text.js';
import { makeTask } from '../../testing/make-task.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { testCompressor } from '../../testing/test-compressor.js';
import { stackTrace } from './stack-trace.js';

testCompressor({ describe, it, expect }, stackTrace(), {
  fixtures: readFixtures(new URL('./fixtures/', import.meta.url)),
  decode: unpackLines,
  normalize: withoutEscapes,
});

function shorten(text: string, changes: Partial<Task> = {}): string {
  const shorter = stackTrace().compress(createContent(text), makeTask(changes));
  return shorter && !(shorter instanceof Promise) ? shorter.text : text;
}

const frame = (path: string, line: number, name: string) =>
  `  File "${path}", line ${line}, in ${name}\n    ${name}(row)`;

describe('what a trace keeps', () => {
  it('keeps errors and own frames, and counts library frames', () => {
    const library = Array.from({ length: 12 }, (_, i) =>
      frame(`/usr/lib/python3.11/site-packages/orm/q${i}.py`, i, `inner_${i}`),
    );
    const text = [
      'Traceback (most recent call last):',
      frame('/srv/app/main.py', 3, 'main'),
      ...library,
      'orm.errors.Stale: row 17',
    ].join('\n');
    const out = shorten(text);
    expect(out).toContain('File "/srv/app/main.py", line 3, in main');
    expect(out).toContain('orm.errors.Stale: row 17');
    expect(out).toContain('[… 11 frames in orm]');
  });

  it('keeps a library frame that the question names', () => {
    const library = Array.from({ length: 12 }, (_, i) =>
      frame(`/usr/lib/python3.11/site-packages/orm/q${i}.py`, i, `inner_${i}`),
    );
    const text = [
      'Traceback (most recent call last):',
      frame('/srv/app/main.py', 3, 'main'),
      ...library,
      'orm.errors.Stale: row 17',
    ].join('\n');
    expect(shorten(text, { query: 'Which line of `inner_5` is called?' })).toContain('line 5, in inner_5');
  });

  it('says an endless recursion once', () => {
    const cycle = Array.from({ length: 400 }, (_, i) =>
      i % 2 ? frame('/srv/a.py', 9, 'pong') : frame('/srv/a.py', 5, 'ping'),
    );
    const out = shorten(['Traceback (most recent call last):', ...cycle, 'RecursionError: too deep'].join('\n'));
    expect(out).toContain('the 2 frames above repeat 199 more times');
    expect(out.split('\n').length).toBeLessThan(12);
  });

  it('keeps apart threads that wait for different locks', () => {
    const thread = (name: string, lock: string) =>
      `"${name}" #12 prio=5 tid=0x1 nid=0x2 waiting for monitor entry\n   java.lang.Thread.State: BLOCKED\n\tat app.Pay.run(Pay.java:7)\n\t- waiting to lock <${lock}>\n\tat java.lang.Thread.run(Thread.java:840)\n`;
    const idle = (i: number) =>
      `"idle-${i}" #1${i} daemon prio=5 tid=0x${i} nid=0x2 parking\n   java.lang.Thread.State: WAITING\n\tat app.Idle.run(Idle.java:3)\n\tat java.lang.Thread.run(Thread.java:840)\n`;
    const out = shorten([thread('pay', '0xaaa'), thread('refund', '0xbbb'), ...[1, 2, 3, 4].map(idle)].join('\n'));
    expect(out).toContain('waiting to lock <0xaaa>');
    expect(out).toContain('waiting to lock <0xbbb>');
    expect(out).toContain('3 more like this (12 lines), lines 18-28: idle-2, idle-3, idle-4');
  });

  it('keeps each message when one trace comes again with another', () => {
    const trace = (id: number) =>
      [
        'Traceback (most recent call last):',
        ...[1, 2, 3, 4, 5].map((i) => frame('/srv/app/w.py', i, `step_${i}`)),
        `ValueError: order-${id} is broken`,
      ].join('\n');
    const out = shorten([1, 2, 3, 4].map(trace).join('\n\n'));
    for (const id of [1, 2, 3, 4]) expect(out).toContain(`ValueError: order-${id} is broken`);
    expect(out.match(/step_3/g)?.length).toBeLessThan(4);
  });
});

it('keeps the cause of a Ruby exception, which is written like a frame with a message', () => {
  const deep = Array.from({ length: 40 }, () => "\tfrom app/bill.rb:11:in `deep'").join('\n');
  const text = [
    "app/bill.rb:9:in `rescue in bill': no rate for Quill (Billing::RateMissing)",
    "\tfrom app/bill.rb:6:in `bill'",
    deep,
    "\tfrom app/bill.rb:13:in `<main>'",
    'app/bill.rb:7:in `fetch\': key not found: "CHF" (KeyError)',
    "\tfrom app/bill.rb:7:in `bill'",
    deep,
    "\tfrom app/bill.rb:13:in `<main>'",
  ].join('\n');
  const shorter = stackTrace().compress(createContent(text), makeTask({ query: 'Why did billing fail?' })) as Shorter;
  expect(shorter.text).toContain('key not found: "CHF" (KeyError)');
  expect(shorter.text.split('\n').length).toBeLessThan(15);
});
