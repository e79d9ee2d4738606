import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Shorter, Task } from '../../model/compressor.js';
import { createContent } from '../../reading/content.js';
import { levelOf } from '../../reading/line-level.js';
import { packLines, unpackLines } from '../../reading/pack-lines.js';
import { withoutEscapes } from '../../reading/terminal-text.js';
import { makeTask } from '../../testing/make-task.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { testCompressor } from '../../testing/test-compressor.js';
import { log } from './log.js';
import { recognizeLog } from './recognize-log.js';

const plain = (text: string) => withoutEscapes(text);
testCompressor({ describe, it, expect }, log(), {
  fixtures: readFixtures(new URL('./fixtures/', import.meta.url)),
  decode: unpackLines,
  normalize: plain,
});

function shorten(text: string, changes: Partial<Task> = {}): { text: string; summary: string } {
  const shorter = log().compress(createContent(text), makeTask(changes));
  if (!shorter || shorter instanceof Promise) return { text, summary: '' };
  return { text: shorter.text, summary: shorter.kind === 'trimmed' ? shorter.omitted.summary : '' };
}

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const stamp = (i: number) =>
  `2026-11-20T08:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}Z`;

describe('what is no log', () => {
  const lines = (count: number, line: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => line(i)).join('\n');
  it.each([
    ['declarations within others', `(\n${lines(60, (i) => `  (define-fun start_${i} () Int\n    ${i % 9})`)}\n)`],
    ['names with their values below them', lines(40, (i) => ` Device ${i}:\n  bLength ${i}\n  bClass 9 Hub of ports`)],
  ])('%s', (_, text) => {
    expect(recognizeLog(createContent(text))).toBe(0);
  });
});

describe('what a log keeps', () => {
  it('keeps every distinct error with its count', () => {
    const kinds = ['disk full', 'lock lost', 'bad checksum', 'no route', 'quota hit'];
    const lines = times(200, (i) => `${stamp(i)} ERROR worker ${i}: ${kinds[i % 5]} while flushing`);
    const out = shorten(lines.join('\n')).text;
    for (const kind of kinds) expect(out).toContain(kind);
    const noted = [...out.matchAll(/\[… (\d+) more like this/g)].reduce((sum, found) => sum + Number(found[1]), 0);
    const shown = out.split('\n').filter((line) => line.includes('while flushing')).length;
    expect(noted + shown).toBe(200);
  });

  it.each([
    [
      'rustc',
      (i: number) =>
        `error[E0505]: cannot move out of \`m\` because it is borrowed\n  --> src/part${i % 3}.rs:${i + 12}:9\n   |\n${i + 12} |     let n = m;\n   |         ^ move out of \`m\` occurs here\n`,
      (i: number) => `${i + 12}:9`,
    ],
    [
      'python',
      (i: number) =>
        `Traceback (most recent call last):\n  File "jobs/step.py", line ${i + 40}, in run\n    load(item)\nKeyError: 'rate'\n`,
      (i: number) => `${i + 40}`,
    ],
    [
      'gcc',
      (i: number) => `src/io.c:${i + 7}:13: error: 'struct row' has no member named 'width'`,
      (i: number) => `${i + 7}:13`,
    ],
  ])('says of every error of %s where it points, also of those that are left out', (_, finding, place) => {
    const noise = times(120, (i) => `[${i}/400] Compiling object_${i}.o with flags -O2 -g -Wall`);
    const found = times(24, (i) => finding(i * 3));
    const whole = [...noise, ...found, ...noise].join('\n');
    const { text } = shorten(whole);
    for (let i = 0; i < found.length; i++) expect(text).toContain(place(i * 3));
    expect(text.length).toBeLessThan(whole.length / 4);
  });

  it('shows what stands beside an asked line where the question asks what came before', () => {
    const lines = times(300, (i) => `${stamp(i)} INFO worker-${i % 7} took job ${7000 + i} of queue ${i % 5}`);
    lines[150] = `${stamp(150)} INFO scheduler handed over to replica-b`;
    const { text } = shorten(lines.join('\n'), {
      query: 'What ran just before the scheduler handed over to replica-b?',
    });
    expect(text).toContain('job 7149 ');
    expect(text).toContain('job 7151 ');
  });

  it('shows a line of every kind, and what a compiler says to do', () => {
    const lines = times(200, (i) => `ok ${i + 1} - row ${i + 1} parses`);
    lines.splice(150, 0, 'unknown rate class zero-b in rates.yml line 12', '# Tests were run but no plan was declared');
    lines.splice(
      60,
      0,
      'error[E0373]: closure may outlive the current function',
      '   --> src/main.rs:129:27',
      '    |',
      '129 |     let h = spawn(|| {',
      'help: to force the closure to take ownership, use the `move` keyword',
      '129 |     let h = spawn(move || {',
      '',
    );
    const { text } = shorten(lines.join('\n'));
    expect(text).toContain('unknown rate class zero-b in rates.yml line 12');
    expect(text).toContain('no plan was declared');
    expect(text).toContain('spawn(move || {');
    expect(text.length).toBeLessThan(1500);
  });

  it('takes a state that ends in FAIL for a failure, and a name that only has it for none', () => {
    const line = (i: number, state: string) => `job ${7000 + i} on partition batch is ${state} after ${i % 50} minutes`;
    const lines = times(300, (i) => line(i, 'COMPLETED'));
    for (const i of [101, 163, 222]) lines[i] = line(i, 'NODE_FAIL');
    const { text } = shorten(lines.map((one, i) => `${stamp(i)} ${one}`).join('\n'));
    for (const i of [101, 163, 222]) expect(text).toContain(`job ${7000 + i} `);
    expect(levelOf('job 1 is NODE_FAIL')).toBe('error');
    expect(levelOf('reads NODE_FAIL_OVER from the file')).not.toBe('error');
  });

  it('takes rows of figures under headings for no log, though a time stands before each', () => {
    const block = (i: number) =>
      [
        `02:5${i % 10}:39        DEV       tps     rkB/s     await     %util`,
        ...times(
          4,
          (n) => `02:5${i % 10}:40       vd${n}     ${40 + n * i}.11    ${i * 7}.20      0.${n}2      1.0${i % 9}`,
        ),
        '',
      ].join('\n');
    expect(recognizeLog(createContent(times(30, block).join('\n')))).toBe(0);
  });

  it('counts what was left out so that kept and omitted make all', () => {
    const lines = times(300, (i) => `${stamp(i)} ${i % 10 === 0 ? 'WARN' : 'INFO'} step ${i} done in ${i % 7} ms`);
    const { text, summary } = shorten(lines.join('\n'));
    const kept = text.split('\n').filter((line) => line.startsWith('2026-')).length;
    expect(summary).toContain(`${300 - kept} of 300 lines`);
    expect(summary).toContain('of 270 info');
    expect(summary).toContain('of 30 warning');
  });

  it('never answers with nothing when no line has a level', () => {
    const lines = times(
      160,
      (i) => `shard ${i} moved to node ${(i * 7) % 13} and then the balancer went on with the next one`,
    );
    const out = shorten(lines.join('\n')).text;
    expect(out).toContain('shard 0 moved');
    expect(out).toContain('shard 159 moved');
    expect(out.length).toBeLessThan(2000);
  });

  it('leaves prose with the word failure alone', () => {
    const prose = times(
      40,
      (i) => `The failure of part ${i} was an error in judgement, and the committee warned that it would fail again.`,
    );
    expect(log().match(createContent(prose.join('\n\n')))).toBeLessThan(0.3);
  });

  it('says a thousand lines of three templates in three lines', () => {
    const lines = times(
      1000,
      (i) => [`GET /a/${i} took ${i % 50} ms`, `cache hit for key ${i * 3}`, `tick ${i}`][i % 3] ?? '',
    );
    const out = shorten(lines.join('\n')).text;
    expect(out.split('\n').length).toBeLessThan(16);
    expect(out).toMatch(/more like this/);
  });

  it('keeps the middle of the log that the question names', () => {
    const lines = times(500, (i) => `${stamp(i)} INFO order ${1000 + i} shipped to zone ${i % 9}`);
    expect(shorten(lines.join('\n'), { query: 'When was order 1277 shipped?' }).text).toContain(lines[277]);
  });

  it('keeps the slowest when asked for it, and an outlier unasked', () => {
    const lines = times(400, (i) => `${stamp(i)} INFO request served in ${i === 123 ? 9876 : 10 + (i % 5)} ms`);
    expect(shorten(lines.join('\n')).text).toContain('9876 ms');
    const even = times(400, (i) => `${stamp(i)} INFO request served in ${i === 123 ? 19 : 10 + (i % 5)} ms`);
    expect(shorten(even.join('\n'), { query: 'Which request was slowest?' }).text).toContain(even[123]);
  });

  it('does not take harmless words for failures', () => {
    const lines = times(120, (i) => `${stamp(i)} INFO job ${i} finished with exit code 0, 0 errors, 0 FAILED`);
    lines[60] = `${stamp(60)} ERROR job 60 finished with exit code 3`;
    const out = shorten(lines.join('\n')).text;
    expect(out).toContain('exit code 3');
    expect(out.split('\n').filter((line) => line.startsWith('2026-')).length).toBeLessThan(12);
  });

  it('shows what a progress bar said last', () => {
    const bar = times(200, (i) => `fetching ${i / 2}%`).join('\r');
    const out = shorten(`${bar}\rfetching 100%\ndone\n${'x'.repeat(10)}\n`).text;
    expect(out).toContain('fetching 100%');
    expect(out).not.toContain('42%');
  });
});

describe('true counts', () => {
  const isNote = (line: string) => /^\s*\[.*\]$/.test(line);
  const filled = (text: string) => text.split('\n').filter((line) => line.trim() !== '');
  it.each(readFixtures(new URL('./fixtures/', import.meta.url)))('of $name', ({ text, query = '' }) => {
    for (const mode of ['balanced', 'aggressive'] as const) {
      const shorter = log().compress(createContent(text), makeTask({ query, mode }));
      if (!shorter || shorter instanceof Promise || shorter.kind === 'packed') return;
      const all = filled(withoutEscapes(text)).length;
      const notes = filled(text).filter(isNote).length;
      const shown = filled(shorter.text).filter((line) => !isNote(line)).length;
      const [, left = '', total = ''] = /^(\d+) of (\d+) lines/.exec(shorter.omitted.summary) ?? [];
      expect(Number(total)).toBe(all);
      expect(Number(left) + shown).toBeLessThanOrEqual(all);
      expect(Number(left) + shown).toBeGreaterThanOrEqual(all - notes);
    }
  });
});

describe('odd logs', () => {
  it('reads ten thousand chained tracebacks', () => {
    const one = (i: number) =>
      `Traceback (most recent call last):\n  File "/srv/a.py", line ${i}, in f\n    g()\nValueError: ${i}\n\nDuring handling of the above exception, another exception occurred:\n`;
    const out = shorten(
      `2026-11-20T08:00:00Z ERROR job failed\n${times(10_000, one).join('\n')}\n2026-11-20T08:00:01Z INFO end`,
    ).text;
    expect(out).toContain('ERROR job failed');
    expect(out).toContain('ValueError: 0');
    expect(out.length).toBeLessThan(20_000);
  });
});

describe('packed logs', () => {
  it('come back exactly', () => {
    const line = fc.oneof(fc.constantFrom('', 'a b c', 'host app: ready', 'host app: gone'), fc.string());
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        const text = lines.join('\n');
        const packed = packLines(text);
        if (packed !== undefined) expect(unpackLines(packed)).toBe(plain(text));
      }),
    );
  });
});

describe('time', () => {
  it('grows with the size of the log and no faster', () => {
    const build = (n: number) =>
      times(n, (i) => `${stamp(i)} INFO svc-${i % 40} handled request ${i} for user${i % 977} in ${i % 83} ms`).join(
        '\n',
      );
    const measure = (text: string): number => {
      const start = performance.now();
      shorten(text, { query: 'what failed for user12?' });
      return performance.now() - start;
    };
    measure(build(2000));
    const [small, large] = [measure(build(10_000)), measure(build(40_000))];
    expect(large).toBeLessThan(small * 10 + 200);
  });
});

it('shows the slowest when the question is about time, whatever shape its line has', () => {
  const lines = times(300, (i) => `${stamp(i)} INFO worker handled order ${i * 7} for shop ${i % 9}`);
  for (const i of [40, 90, 150, 222])
    lines[i] = `${stamp(i)} INFO duration: ${i + 0.5} ms for step ${String.fromCharCode(97 + (i % 26)).repeat(4)}`;
  lines[131] = `${stamp(131)} INFO nightly export needed 8123 ms`;
  expect(shorten(lines.join('\n'), { query: 'Which step took longest?' }).text).toContain('needed 8123 ms');
});

describe('a line of its own among stamped ones', () => {
  const stamped = Array.from({ length: 400 }, (_, i) => {
    const time = `${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}`;
    return `2026-01-06T09:${time}Z INFO worker ${i % 7} finished job ${1000 + i} in ${10 + (i % 50)} ms`;
  });
  it('stays, though it has no time and no level', async () => {
    const text = [...stamped.slice(0, 217), 'the vault code is ZX-4471-QQ', ...stamped.slice(217)].join('\n');
    for (const query of ['What is the vault code?', 'Is all well?', '']) {
      const shorter = await log().compress(createContent(text), makeTask({ query }));
      expect(shorter?.text, query).toContain('the vault code is ZX-4471-QQ');
      expect((shorter?.text ?? '').length).toBeLessThan(text.length / 5);
    }
  });
});

describe('what hardly ever comes', () => {
  const stamp = (i: number) => `17952648${String(10 + Math.floor(i / 40))}.${String(100000 + i * 37)}`;
  const commands = ['GET', 'SETEX', 'HGET', 'LPUSH', 'ZADD', 'HLEN', 'EXPIRE', 'INCR'];

  it('keeps a command that one of hundreds is', () => {
    const lines = Array.from({ length: 300 }, (_, i) =>
      i === 171
        ? `${stamp(i)} [0 127.0.0.1:54474] "KEYS" "session:*"`
        : `${stamp(i)} [0 127.0.0.1:54474] "${commands[(i * i) % 8]}" "session:${i % 32}"`,
    );
    const shorter = log().compress(
      createContent(lines.join('\n')),
      makeTask({ query: 'Anything unusual?' }),
    ) as Shorter;
    expect(shorter.text).toContain('"KEYS" "session:*"');
    expect(shorter.text.length).toBeLessThan(lines.join('\n').length / 3);
  });

  it('keeps all of a few requests that failed in the same way', () => {
    const line = (path: string, status: number) =>
      `127.0.0.1 - - [21/Nov/2026 12:40:20] "GET ${path} HTTP/1.1" ${status} -`;
    const lines = Array.from({ length: 600 }, () => line('/index.html', 200));
    for (const [i, path] of ['/missing.html', '/../../etc/passwd', '/old/index.php'].entries())
      lines.splice(100 + 150 * i, 0, line(path, 404));
    const shorter = log().compress(createContent(lines.join('\n')), makeTask({ query: 'Any attacks?' })) as Shorter;
    for (const path of ['/missing.html', '/../../etc/passwd', '/old/index.php']) expect(shorter.text).toContain(path);
  });
});

it('takes objects printed over several lines for no log', () => {
  const objects = times(
    30,
    (i) =>
      `  {\n    order: ${7000 + i},\n    customer: 'C${i % 9}',\n    status: '${i % 7 ? 'paid' : 'open'}',\n    amount: ${i}.50\n  },`,
  );
  expect(log().match(createContent(`[\n${objects.join('\n')}\n]`))).toBe(0);
});

describe('what is the finding', () => {
  const clock = (i: number) =>
    `Nov 21 08:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}`;

  it('is the one success among hundreds of failures', () => {
    const lines = times(
      400,
      (i) =>
        `${clock(i)} bastion sshd[${2000 + i}]: Failed password for root from 203.0.113.${i % 40} port ${30000 + i} ssh2`,
    );
    lines[263] = `${clock(263)} bastion sshd[2263]: Accepted password for root from 203.0.113.9 port 30263 ssh2`;
    for (const query of ['', 'Was the attack successful?']) {
      const { text } = shorten(lines.join('\n'), { query });
      expect(text, query).toContain('Accepted password for root from 203.0.113.9');
      expect(text.split('\n').length).toBeLessThan(40);
    }
  });

  it('is the value far below all others', () => {
    const lines = times(
      60,
      (i) => `${stamp(i)} INFO shard ${i} synced rows=${i === 37 ? 3 : 900 + ((i * 7) % 90)} in 5 ms`,
    );
    expect(shorten(lines.join('\n')).text).toContain('rows=3 ');
  });

  it('is the last state of a line that was redrawn, also inside a record', () => {
    const bar = times(50, (i) => `importing ${i * 2}k of 100k rows`).join('\r');
    const lines = times(80, (i) => `${stamp(i)} INFO step ${i} prepared in ${i % 7} ms`);
    lines.splice(40, 0, bar);
    expect(shorten(lines.join('\n')).text).toContain('importing 98k of 100k rows');
    expect(shorten([...lines, bar].join('\n')).text.match(/importing 98k/g)).toHaveLength(2);
  });

  it('is the report of a sanitizer under a rule', () => {
    const ok = (from: number) => times(14, (i) => `[${i}] compile ok target-${from + i}`);
    const report = [
      '='.repeat(65),
      '==77==ERROR: AddressSanitizer: stack-overflow',
      '    #0 0x51 in walk() /src/tree.cc:1:2',
    ];
    expect(shorten([...ok(100), ...report, ...ok(200)].join('\n')).text).toContain('stack-overflow');
  });

  it('keeps every line with the asked word, whatever its shape', () => {
    const lines = times(
      300,
      (i) =>
        `${stamp(i)} order=${7000 + i} customer=C${i % 50} status=${i % 11 === 4 ? 'refunded' : 'paid'} amount=${i}.10`,
    );
    const { text } = shorten(lines.join('\n'), { query: 'Which orders were refunded?' });
    for (const line of lines.filter((one) => one.includes('refunded'))) expect(text).toContain(line);
  });
});

it('takes records with a head and what belongs to it below for no log', () => {
  const records = Array.from({ length: 30 }, (_, i) =>
    [
      `pump-${i}:`,
      `  Running since: day ${i}`,
      `  Expected speed: ${1000 + i}`,
      `  Real speed is: ${i === 17 ? 3 : 1000 + i}`,
    ].join('\n'),
  ).join('\n');
  expect(log().match(createContent(records))).toBe(0);
});

describe('a report of the kernel', () => {
  const at = (ms: number) => `[${String(40 + ms / 1000).padStart(9)}]`;
  const quiet = times(120, (i) => `${at(i * 400)} eth0: link is ${i % 2 ? 'up' : 'down'}, 1000 Mbps`);
  const report = [
    'BUG: kernel NULL pointer dereference, address: 0000000000000018',
    'Oops: 0000 [#1] PREEMPT SMP NOPTI',
    'CPU: 2 PID: 411 Comm: pump Tainted: G O 6.6.31 #4',
    'RIP: 0010:valve_open+0x3c/0x90 [valve]',
    'Call Trace:',
    ' <TASK>',
    ...times(
      9,
      (i) => ` ${['? __die_body', 'page_fault_oops', 'valve_read', 'vfs_read', 'ksys_read'][i % 5]}+0x${i}b/0x60`,
    ),
    ' </TASK>',
    '---[ end trace 0000000000000000 ]---',
  ].map((line, i) => `${at(50_000 + i / 100)} ${line}`);

  it('is shown as a whole, from its title to its last line', () => {
    const { text } = shorten([...quiet, ...report, ...quiet].join('\n'), { query: 'Why did the pump stop?' });
    expect(text).toContain(report.join('\n'));
    expect(text.length).toBeLessThan(quiet.join('\n').length);
  });

  it('is none without its last line', () => {
    const lines = [...quiet, report[0] as string, ...quiet];
    expect(shorten(lines.join('\n'), { query: 'Why?' }).text.length).toBeLessThan(quiet.join('\n').length);
  });
});
