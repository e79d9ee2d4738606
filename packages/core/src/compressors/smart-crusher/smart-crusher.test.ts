import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Shorter, Task } from '../../model/compressor.js';
import { createContent } from '../../reading/content.js';
import { parseJson, printJson } from '../../reading/parse-json.js';
import { makeTask } from '../../testing/make-task.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { testCompressor } from '../../testing/test-compressor.js';
import { smartCrusher } from './smart-crusher.js';
import { decodeText } from './source.js';

/** JSON texts without their white space, all other lines as they are. */
function normalize(text: string): string {
  const whole = parseJson(text);
  if (whole) return printJson(whole);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const value = parseJson(line);
      return value ? printJson(value) : line;
    })
    .join('\n');
}

testCompressor({ describe, it, expect: expect as never }, smartCrusher(), {
  fixtures: readFixtures(new URL('./fixtures/', import.meta.url)),
  decode: decodeText,
  normalize,
});

function crush(value: unknown, changes: Partial<Task> = {}): Shorter | undefined {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return smartCrusher().compress(createContent(text), makeTask(changes)) as Shorter | undefined;
}

function trimmed(value: unknown, changes: Partial<Task> = {}): { text: string; summary: string } {
  const shorter = crush(value, changes);
  if (shorter?.kind !== 'trimmed') throw new Error(`not trimmed: ${shorter?.kind}`);
  return { text: shorter.text, summary: shorter.omitted.summary };
}

const people = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: 1000 + i,
    name: `person ${i}`,
    city: ['Oslo', 'Rome', 'Lima'][i % 3],
    visits: 20 + ((i * 37) % 61),
    error: null,
    errors: [],
    failed: 0,
  }));

describe('rows', () => {
  it('finds a row by its plain number and drops the rest (P-063)', () => {
    const { text } = trimmed(people(400), { query: 'find id 1377' });
    expect(text).toContain('"id":1377,"name":"person 377"');
    expect(text.split('\n').length).toBeLessThan(150);
  });

  it('takes no row for faulty because of a key named error (P-065)', () => {
    const rows = people(400);
    const clean = trimmed(rows, { query: 'did anything fail?' });
    expect(clean.text).not.toContain('{"id":');
    Object.assign(rows[222]!, { error: 'quota exceeded' });
    expect(trimmed(rows, { query: 'did anything fail?' }).text).toContain('quota exceeded');
  });

  it('keeps no category whole when all are about equally common (P-064)', () => {
    const rows = Array.from({ length: 400 }, (_, i) => ({
      n: i,
      kind: 'abcde'[i % 5],
      note: `entry number ${(i * 7919) % 400}`,
    }));
    const { summary } = trimmed(rows);
    for (const kind of 'abcde') expect(summary).toMatch(new RegExp(`\\d+ ${kind}\\b`));
  });

  it('keeps a rare category among common ones', () => {
    const rows = Array.from({ length: 400 }, (_, i) => ({
      n: i,
      kind: i === 251 ? 'odd-one' : 'ab'[i % 2],
      note: `entry ${(i * 7919) % 400}`,
    }));
    expect(trimmed(rows).text).toContain('odd-one');
  });

  it('counts what is left out so that shown and left out add up (P-071)', () => {
    const rows = Array.from({ length: 500 }, (_, i) => ({
      id: i,
      status: i % 10 === 3 ? 'paid' : 'open',
      sum: (i * 13) % 97,
    }));
    const { text, summary } = trimmed(rows);
    const [, left, all] = /^(\d+) of (\d+) rows/.exec(summary)!;
    const [, shown] = /^(\d+) of 500 rows/.exec(text)!;
    expect(Number(left) + Number(shown)).toBe(500);
    expect(Number(all)).toBe(500);
    const counted = [...summary.matchAll(/(\d+) (?:paid|open)/g)].reduce((sum, [, times]) => sum + Number(times), 0);
    expect(counted).toBe(Number(left));
    expect(trimmed(rows, { query: 'how many rows have status paid?' }).summary).toContain(
      'all 500: status: 450 open, 50 paid',
    );
  });

  it('keeps more with a larger bias and a larger budget (P-068)', () => {
    const size = (changes: Partial<Task>) => trimmed(people(800), changes).text.length;
    expect(size({ bias: 2 })).toBeGreaterThan(size({}) * 1.3);
    expect(size({ bias: 0.5 })).toBeLessThan(size({}) * 0.8);
    expect(size({ budget: 4000 })).toBeGreaterThan(size({ budget: 1000 }));
    expect(size({ mode: 'aggressive' })).toBeLessThan(size({}));
  });

  it('stays within bounds when every row is an error, and says how many there are (P-066, P-236)', () => {
    const rows = Array.from({ length: 2000 }, (_, i) => ({
      id: i,
      level: 'ERROR',
      message: `failed to reach host ${i}`,
    }));
    const { text, summary } = trimmed(rows, { query: 'what failed?' });
    expect(makeTask().tokens.count(text)).toBeLessThan(10_000);
    expect(summary).toMatch(/of 2000 rows/);
  });

  it('finds an error inside nested rows (P-236)', () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({
      job: `job-${i}`,
      steps: Array.from({ length: 8 }, (_, s) => ({
        step: s,
        status: i === 41 && s === 5 ? 'failed' : 'ok',
        took: (s * i * 7) % 50,
      })),
    }));
    const { text } = trimmed(rows, { query: 'which job has a failed step?' });
    expect(text).toMatch(/job-41[\s\S]{0,300}"status":"failed"/);
  });

  it('keeps outliers and level changes of a series (P-237)', () => {
    const rows = Array.from({ length: 600 }, (_, i) => ({
      at: new Date(1.7e12 + i * 60_000).toISOString(),
      load: i === 377 ? 91.25 : i < 450 ? 10 + ((i * 7) % 5) : 30 + ((i * 7) % 5),
    }));
    const { text } = trimmed(rows, { query: 'was there anything unusual?' });
    expect(text).toContain('91.25');
    expect(text).toContain(rows[450]!.at);
  });

  it('answers superlatives on the column they are about', () => {
    const rows = people(500).map((row, i) => ({ ...row, size_kb: (i * 7919) % 5003, age: (i * 31) % 97 }));
    const largest = rows.reduce((a, b) => (b.size_kb > a.size_kb ? b : a));
    expect(trimmed(rows, { query: 'who takes the most space?' }).text).toContain(`"id":${largest.id},`);
  });

  it('lists the rows of a kind, and what is not of a kind', () => {
    const rows = people(300).map((row, i) => ({ ...row, state: i % 40 === 7 ? 'stopped' : 'running' }));
    for (const query of ['list all stopped people', 'which people are not running?']) {
      const { text } = trimmed(rows, { query });
      for (let i = 7; i < 300; i += 40) expect(text, query).toContain(String(1000 + i));
    }
  });

  it('keeps the rows beyond a limit that the question sets', () => {
    const rows = people(300).map((row, i) => ({ ...row, ms: i % 50 === 9 ? 5000 + i : 20 + (i % 30) }));
    const { text } = trimmed(rows, { query: 'which calls took more than 4,000 ms?' });
    for (let i = 9; i < 300; i += 50) expect(text).toContain(String(5000 + i));
  });
});

describe('other shapes', () => {
  const hours = Array.from({ length: 240 }, (_, i) => new Date(1.75e12 + i * 3_600_000).toISOString());

  it('keeps lists by column together by row', () => {
    const degrees = hours.map((_, i) => (i === 171 ? 38.25 : 15 + ((i * 7) % 9)));
    const { text } = trimmed({ station: 'north', hourly: { time: hours, degrees } }, { query: 'when was it hottest?' });
    expect(text).toContain(`{"time":"${hours[171]}","degrees":38.25}`);
  });

  it('finds the peak of a nested series of lists with numbers in strings', () => {
    const series = ['a', 'b', 'c'].map((pod) => ({
      pod,
      values: hours.map((_, i) => [
        1_700_000_000 + 60 * i,
        String(pod === 'b' && i === 97 ? 9_912_345 : 2_000_000 + ((i * 7919) % 999)),
      ]),
    }));
    const { text } = trimmed(
      { status: 'success', result: series },
      { query: 'which pod had the memory peak and when?' },
    );
    expect(text).toMatch(/\n {2}b,240[\s\S]*\[1700005820,"9912345"\][\s\S]*\n {2}c,240/);
  });

  it('finds one flag among hundreds', () => {
    const flags = Object.fromEntries(
      Array.from({ length: 400 }, (_, i) => [`feature.n${i}`, i === 211 ? 'canary' : i % 3 ? 'on' : 'off']),
    );
    const { text } = trimmed(flags, { query: 'is feature.n377 on?' });
    expect(text).toContain('"feature.n377":"on"');
    expect(text).toContain('canary');
  });

  it('follows a tree of packages by key down to the named one', () => {
    const tree = (depth: number, path: string): object =>
      Object.fromEntries(
        Array.from({ length: 5 }, (_, i) => [
          `pkg-${path}${i}`,
          { version: `1.${i}.0`, ...(depth > 0 ? { dependencies: tree(depth - 1, `${path}${i}`) } : {}) },
        ]),
      );
    const { text } = trimmed(
      { name: 'app', dependencies: tree(3, '') },
      { query: 'which version of pkg-3142 is installed, and through what?' },
    );
    for (const name of ['pkg-3,', 'pkg-31', 'pkg-314', '"pkg-3142":{"version":"1.2.0"}']) expect(text).toContain(name);
  });
});

describe('lossless mode', () => {
  it('gives the same text for pretty and for minified JSON', () => {
    const rows = people(60);
    expect(crush(JSON.stringify(rows, undefined, 4), { mode: 'lossless' })).toEqual(crush(rows, { mode: 'lossless' }));
  });

  it('says the folders of paths once', () => {
    const paths = Array.from(
      { length: 90 },
      (_, i) => `/usr/lib/python/site-packages/module${Math.floor(i / 9)}/file_${i}.py`,
    );
    const packed = crush(paths, { mode: 'lossless' })!;
    expect(packed.text.length).toBeLessThan(JSON.stringify(paths).length * 0.4);
    expect(decodeText(packed.text)).toBe(JSON.stringify(paths));
  });

  it('prints tables as raw text, not inside a JSON string (P-062)', () => {
    const shorter = crush(people(40), { mode: 'lossless' })!;
    expect(shorter.text.startsWith('40 rows\n')).toBe(true);
    expect(shorter.text).not.toContain('\\n');
  });

  it('packs rows of several kinds below one table with a column for everything (P-075)', () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({
      id: i,
      type: ['user', 'order', 'metric'][i % 3],
      attributes: [
        { name: `n${i}`, mail: `m${i}@x.io` },
        { total: i, paid: i % 2 === 0 },
        { unit: 'ms', value: i / 7 },
      ][i % 3],
    }));
    const shorter = crush(rows, { mode: 'lossless' })!;
    expect(shorter.kind).toBe('packed');
    expect(normalize(decodeText(shorter.text))).toBe(JSON.stringify(rows));
    expect(shorter.text.length).toBeLessThan(JSON.stringify(rows).length * 0.6);
  });

  it('is packed and decodes for any rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ a: fc.json(), b: fc.integer(), c: fc.option(fc.string()) }, { requiredKeys: ['b'] }), {
          minLength: 8,
          maxLength: 30,
        }),
        (rows) => {
          const shorter = crush(JSON.stringify(rows, undefined, 2), { mode: 'lossless' });
          if (!shorter) return;
          expect(shorter.kind).toBe('packed');
          expect(decodeText(shorter.text)).toBe(printJson(parseJson(JSON.stringify(rows))!));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('keeps lines around the JSON, and one value a line', () => {
    const rows = people(40);
    const framed = `$ list\ntook 3 ms\n${JSON.stringify(rows, undefined, 2)}\nexit 0\n`;
    const packed = crush(framed, { mode: 'lossless' })!;
    expect(packed.text.startsWith('$ list\ntook 3 ms\n(JSON as a table')).toBe(true);
    expect(decodeText(packed.text)).toBe(`$ list\ntook 3 ms\n${JSON.stringify(rows)}\nexit 0\n`);
    const lines = rows.map((row) => JSON.stringify(row)).join('\n');
    expect(decodeText(crush(lines, { mode: 'lossless' })!.text)).toBe(lines);
  });

  it('reads a file that ends without a line feed, with what was printed after it on the same line', () => {
    const rows = Array.from({ length: 40 }, (_, id) => ({
      id,
      host: `node-${id % 5}`,
      state: 'fine',
      load: (id * 7) % 9,
    }));
    for (const [before, after] of [
      ['', 'one'],
      ['$ cat a.json b.txt\n', ' two\nthree\n'],
    ]) {
      const text = `${before}${JSON.stringify(rows, null, 1)}${after}`;
      const packed = crush(text, { mode: 'lossless' });
      expect(packed?.kind).toBe('packed');
      expect(packed?.text.length).toBeLessThan(text.length / 2);
      expect(decodeText(packed?.text ?? '')).toBe(`${before}${JSON.stringify(rows)}${after}`);
      expect(packed?.text.endsWith(`\n${after}`)).toBe(true);
    }
  });
});

describe('values', () => {
  it('keeps the answer of each text in a list of documents (P-061)', () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({
      title: `Part ${i}`,
      content: `This part is about topic ${i}. ${'Nothing of note happens in this sentence. '.repeat(60)}The flux limit of part ${i} is ${i * 111} units. ${'More filler follows here. '.repeat(40)}`,
    }));
    const { text } = trimmed(rows, { query: 'What is the flux limit?' });
    for (let i = 0; i < 12; i++) {
      expect(text).toContain(`about topic ${i}`);
      expect(text).toContain(`is ${i * 111} units`);
    }
  });

  it('routes long strings to other compressors where there are any', () => {
    const nested = () =>
      ({ kind: 'trimmed', licence: 'rows', text: 'SHORT LOG', omitted: { summary: 'lines' } }) as const;
    const value = { code: 1, stdout: 'line of output\n'.repeat(900) };
    expect(trimmed(value, { nested }).text).toContain('SHORT LOG');
  });

  it('describes base64 and long number lists', () => {
    const image = Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * i) % 251)).toString('base64');
    const value = { name: 'shot', image, vector: Array.from({ length: 800 }, (_, i) => i / 7) };
    const { text } = trimmed(value);
    expect(text).toContain(`[base64, ${image.length} characters]`);
    expect(text.length).toBeLessThan(1500);
  });

  it('tells numbers in the text itself (P-070)', () => {
    const numbers = Array.from({ length: 900 }, (_, i) => (i === 300 ? 999.5 : i === 700 ? -400 : 40 + ((i * 7) % 11)));
    const { text } = trimmed(numbers);
    expect(text).toContain('min #701 -400, max #301 999.5');
  });

  it('survives odd keys and numbers (P-073, P-088)', () => {
    const row = (i: number) =>
      `{"__proto__": ${i}, "constructor": "a]b", "a": 1e400, "${i % 9 ? 'b' : 'a'}": -0, "x": "}{"}`;
    const text = `[${Array.from({ length: 50 }, (_, i) => row(i)).join(',\n    ')}]`;
    const shorter = crush(text, { mode: 'lossless' })!;
    expect(normalize(decodeText(shorter.text))).toBe(normalize(text));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('keeps the leaf of deep JSON (P-241)', () => {
    const deep = `${'{"level":1,"child":'.repeat(300)}{"leaf":"bottom"}${'}'.repeat(300)}`;
    expect(crush(JSON.stringify(JSON.parse(deep), undefined, 1))?.text).toContain('bottom');
  });
});

describe('time', () => {
  it('grows about linearly from 1,000 to 20,000 rows (P-074)', () => {
    const time = (count: number) => {
      const text = JSON.stringify(people(count));
      const start = performance.now();
      crush(text, { query: 'which person has the most visits?' });
      return performance.now() - start;
    };
    time(1000);
    const small = Math.max(5, time(1000));
    expect(time(20_000)).toBeLessThan(small * 20 * 4 + 500);
  });

  it('is not slowed down by thousands of different keys (P-238)', () => {
    const rows = Array.from({ length: 2000 }, (_, i) => ({ [`key_${i}`]: i, [`other_${i}`]: 'x' }));
    const start = performance.now();
    crush(rows);
    crush({ rows });
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe('match', () => {
  const score = (text: string) => smartCrusher().match(createContent(text));
  it('knows JSON, JSON lines and JSON between lines, and nothing else', () => {
    expect(score('[1,2]')).toBe(1);
    expect(score('{"a":1}\n{"a":2}\n{"a":3}\n{"a":4}')).toBeGreaterThan(0.9);
    expect(score(`took 3 ms\n${JSON.stringify(people(5))}\n5 rows`)).toBeGreaterThan(0.9);
    expect(score('"text"')).toBe(0);
    expect(score('[info] started\n[info] done\n'.repeat(20))).toBe(0);
    expect(score('{ color: red }\nbody { margin: 0 }')).toBe(0);
    expect(score('2025-01-01 request {"a":1}\n'.repeat(20))).toBe(0);
  });
});

it('keeps all rows of a rare class', () => {
  const rows = Array.from({ length: 800 }, (_, i) => ({
    id: 7000 + i,
    payer: `Customer ${(i * 37) % 800}`,
    amount: (i * 7919) % 1000,
    status: i % 163 === 11 ? 'contested' : i % 3 === 0 ? 'open' : 'paid',
  }));
  const task = makeTask({ query: 'Is anything here in trouble?' });
  const made = smartCrusher().compress(createContent(JSON.stringify(rows)), task) as Shorter;
  expect(made.kind).toBe('trimmed');
  for (const { id } of rows.filter(({ status }) => status === 'contested')) expect(made.text).toContain(`${id},`);
});

it('keeps the other events of what failed', () => {
  const events = Array.from({ length: 90 }, (_, i) => [
    { Action: 'run', Test: `TestStep${i}` },
    {
      Action: 'output',
      Test: `TestStep${i}`,
      Output: i === 61 ? '    step_test.go:9: got 4, want 5' : `    step_test.go:9: step ${i}`,
    },
    { Action: i === 61 ? 'fail' : 'pass', Test: `TestStep${i}`, Elapsed: 0 },
  ]).flat();
  const text = events.map((event) => JSON.stringify(event)).join('\n');
  const made = smartCrusher().compress(
    createContent(text),
    makeTask({ query: 'Which tests fail and with what messages?' }),
  ) as Shorter;
  expect(made.kind).toBe('trimmed');
  expect(made.text).toContain('got 4, want 5');
});

it('shows a row with the few rows nested in it, and not a part of them', () => {
  const instances = Array.from({ length: 400 }, (_, i) => ({
    id: `i-${1000 + i * 37}`,
    zone: `north-${i % 3}`,
    tags: [
      { key: 'Name', value: `unit-${i}` },
      { key: 'cost-centre', value: String(4100 + (i % 7)) },
      { key: 'env', value: i === 7 ? 'test' : 'prod' },
    ],
  }));
  const { text } = trimmed({ instances }, { query: 'Which instance is the test one?' });
  const shown = instances.filter(({ id }) => text.includes(id));
  expect(shown.length).toBeLessThan(instances.length);
  for (const { tags } of shown) expect(text).toContain(tags[0]?.value);
});
