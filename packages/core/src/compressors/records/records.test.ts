import { describe, expect, it } from 'vitest';
import type { Shorter, Task } from '../../model/compressor.js';
import { createContent } from '../../reading/content.js';
import { testCompressor } from '../../testing/index.js';
import { makeTask } from '../../testing/make-task.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { records } from './records.js';

testCompressor({ describe, it, expect }, records(), {
  fixtures: readFixtures(new URL('./fixtures/', import.meta.url)),
});

const shorten = (text: string, changes: Partial<Task> = {}): Shorter | undefined =>
  records().compress(createContent(text), makeTask(changes)) as Shorter | undefined;
const matches = (text: string): number => records().match(createContent(text));
const many = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

describe('records of a line', () => {
  const port = (i: number): string =>
    `ESTAB 0 ${i === 61 ? 733_120 : 0} 127.0.0.1:${5000 + i} 127.0.0.1:7400 users:(("pump",pid=88,fd=${i}))`;

  it('keeps the ends of columns and rare values, whole, and counts the rest', () => {
    const found = shorten(many(120, port), { query: 'Which connection hangs?' });
    expect(found?.kind).toBe('trimmed');
    expect(found?.text).toContain(port(61));
    for (const line of found!.text.split('\n')) expect(line.startsWith('[…') || /^ESTAB .*\)\)$/.test(line)).toBe(true);
    expect(found?.kind === 'trimmed' && found.omitted.summary).toMatch(/^\d+ of 120 records/);
  });

  it('keeps as many at an end as a question may mean, although no column has a name', () => {
    const text = many(80, (i) => `${(i * 7919) % 9973} 2026-11-29 deps/pump-${i}/index.js`);
    const sizes = [...Array(80).keys()].sort((a, b) => ((b * 7919) % 9973) - ((a * 7919) % 9973));
    const found = shorten(text, { query: 'Name the three biggest files' });
    for (const i of sizes.slice(0, 3)) expect(found?.text).toContain(`deps/pump-${i}/index.js`);
  });

  it('compares the rows of one family with their own', () => {
    const text = many(160, (i) =>
      i % 4 === 0
        ? `INSERT INTO member VALUES(${i},'C${4000 + i}',${i === 80 ? 77 : 1});`
        : `INSERT INTO loan VALUES(${i},'B${9000 + i}',${i === 101 ? 2650 : 9000 + (i % 5) * 50});`,
    );
    const found = shorten(text.replaceAll('9000)', '0)'), { query: 'Why is C4080 blocked?' });
    expect(found?.text).toContain("VALUES(80,'C4080',77)");
  });
});

describe('what stands out among records of a line', () => {
  const at = (i: number) => new Date(Date.UTC(2026, 5, 14, 8, 0, i * 10 + (i > 70 ? 3600 : 0))).toISOString();
  const fix = (i: number): string => `fix ${at(i)} 47.${1000 + i * 3} 8.${5000 + i * 2} ${400 + (i % 3)}`;

  it('keeps both sides of where a series stops', () => {
    const found = shorten(many(160, fix), { query: 'Where does the recording pause?' });
    for (const i of [70, 71]) expect(found?.text).toContain(fix(i));
    expect(found?.text).not.toContain(fix(50));
  });

  it('keeps the one far above all others of its kind, where another kind has more', () => {
    const line = (i: number): string =>
      i % 2 === 0 ? `day ${i} 0 ${70_000 + i * 13} hits` : `host ${i} 1 ${i === 91 ? 147 : 3 + (i % 9)} hits`;
    const found = shorten(many(240, line), { query: 'What is this?' });
    expect(found?.text).toContain(line(91));
  });

  it('leaves alone what shows how a file was changed', () => {
    const text = `${many(60, fix)}\n│ ├── relay.conf\n│ │ @@ -1,4 +1,4 @@\n│ │ -opt = 11\n│ │ +opt = 12`;
    expect([matches(many(60, fix)) > 0, matches(text)]).toEqual([true, 0]);
  });
});

describe('records of several lines', () => {
  it('knows those whose lines begin with marks of depth, before whoever takes their lines for a log', () => {
    const call = (i: number): string =>
      [
        `*   << Request  >> ${2 + i * 3}`,
        ...['Begin', 'ReqMethod', 'ReqURL', 'VCL_call', 'RespStatus', 'End'].map(
          (tag) =>
            `-   ${tag.padEnd(14)} ${tag === 'ReqURL' ? `/p${i}` : tag === 'RespStatus' && i === 31 ? 503 : 200}`,
        ),
      ].join('\n');
    const text = many(60, call);
    expect(matches(text)).toBeGreaterThan(0.6);
    const found = shorten(text, { query: 'Which URL got a 503?' });
    expect(found?.text).toContain(call(31));
    for (const [block] of found!.text.matchAll(/\* .*\n(?:-.*(?:\n|$))*/g))
      expect(block.trim().split('\n')).toHaveLength(7);
  });

  it('takes codes and values in turns for none', () => {
    const pair = (i: number): string =>
      [`  0`, i % 9 === 4 ? 'LINE' : `${i}.5`, ` ${10 + (i % 3)}`, `${i * 3}.25`].join('\n');
    expect(matches(many(200, pair))).toBe(0);
  });

  it('keeps the loud complaints where quiet ones are usual, and cuts the rest', () => {
    const job = (i: number): string =>
      [
        `job ${i}:`,
        `  host: node${i % 4}`,
        `  result: ${i === 40 ? 'fatal error: disk full' : i % 3 === 0 ? 'not found' : 'kept'}`,
        `  took: ${i % 17}`,
      ].join('\n');
    const found = shorten(many(90, job), { query: 'What went wrong?' });
    expect(found?.text).toContain(job(40));
    expect(found!.text.length).toBeLessThan(many(90, job).length / 2);
  });

  it('knows large ones by the few that fit in a sample, and words that all have as no fault', () => {
    const part = (i: number): string =>
      [
        `Unit ${i}: pump`,
        ...many(
          70,
          (k) => `  part${String.fromCharCode(97 + (k % 26))}${k} ${'of a pump '.repeat(k % 4)}${i * 31 + k * 7}`,
        ).split('\n'),
        `  last error: ${i === 19 ? 'valve stuck' : 'none'}`,
        '  connection refused: 0',
        '',
      ].join('\n');
    const text = many(30, part);
    expect(matches(text)).toBeGreaterThan(0);
    const found = shorten(text, { query: 'Which one has a valve that is stuck?' });
    expect(found?.kind).toBe('trimmed');
    expect(found!.text).toContain(part(19).trimEnd());
    expect(found!.text.length).toBeLessThan(text.length * 0.6);
    // One record, whole: nothing stands between its lines.
    const lines = found!.text.split('\n');
    const at = lines.indexOf('Unit 19: pump');
    expect(lines.slice(at, at + 73).join('\n')).toBe(part(19).trimEnd());
  });

  const card = (i: number, more: readonly string[] = []): string =>
    [
      'BEGIN:CARD',
      `UID:card-${100 + i}`,
      `FN:Name ${String.fromCharCode(65 + (i % 26))}${i}`,
      ...more,
      'END:CARD',
    ].join('\n');

  it('keeps what the question names and the record that it points at', () => {
    const text = many(60, (i) => card(i, i === 20 ? ['NOTE:away, ask card-147'] : ['NOTE:none']));
    const found = shorten(text, { query: 'Who stands in for card-120?' });
    expect(found?.text).toContain('away, ask card-147');
    expect(found?.text).toContain('UID:card-147');
  });

  it('takes a name for a pointer wherever in the record it stands as a value, also where the asked record says it twice', () => {
    const text = many(60, (i) => card(i, i === 20 ? ['NOTE:ask card-147', 'FILE:depot/card-147'] : ['NOTE:none']));
    const found = shorten(text, { query: 'Who stands in for card-120?' });
    expect(found?.text).toContain('UID:card-147');
  });

  it('keeps records whose two fields differ where those of nearly all agree', () => {
    const text = many(
      50,
      (i) => `pump-${i}:\n  Installed: 1.${i}.0\n  Candidate: 1.${i}.${i === 33 ? 4 : 0}\n  Origin: depot`,
    );
    const found = shorten(text, { query: 'Which of them is behind?' });
    expect(found?.text).toContain('pump-33:\n  Installed: 1.33.0\n  Candidate: 1.33.4');
    expect(found?.text).toMatch(/\[… \d+ records: pump-/);
  });

  it('shows each record whole or not at all', () => {
    const text = many(60, (i) => card(i, ['ORG:Depot', `TEL:${1000 + i}`]));
    const found = shorten(text, { query: 'What is the number of Name B27?' });
    const shown = found!.text
      .split('\n')
      .filter((line) => !line.startsWith('[…'))
      .join('\n');
    expect(`${shown}\n`).toMatch(/^(?:BEGIN:CARD\nUID:\S+\nFN:.*\nORG:Depot\nTEL:\d+\nEND:CARD\n)+$/);
  });
});

describe('what are no records', () => {
  it.each([
    [
      'prose',
      many(60, (i) => `The pump of hall ${i} was looked at and nothing was found that could explain it.`.slice(i % 7)),
    ],
    [
      'paragraphs',
      many(
        40,
        (i) =>
          `${'Some words that say what happened then. '.repeat(1 + (i % 3))}\nAnd what ${'came '.repeat(i % 4)}of it.\n`,
      ),
    ],
    ['code', many(40, (i) => `export function f${i}(a: number) {\n  return a + ${i};\n}\n`)],
    ['style sheets', many(40, (i) => `.c${i} {\n  color: red;\n  margin: ${i}px;\n}\n`)],
    ['few lines', many(10, (i) => `${i} 2026-11-29 path/${i}`)],
  ])('%s', (_, text) => {
    expect(matches(text)).toBe(0);
  });
});

describe('records of XML', () => {
  const element = (i: number): string =>
    [
      '    <hive>',
      `      <id kind="box">H-${i}</id>`,
      `      <weight unit="kg">${i === 33 ? 212 : 20 + ((i * 7) % 9)}</weight>`,
      `      <state>${i === 50 ? 'swarmed' : 'calm'}</state>`,
      '    </hive>',
    ].join('\n');
  const text = [
    '<?xml version="1.0"?>',
    '<yard>',
    '  <hives>',
    many(70, element),
    '  </hives>',
    '  <note>ends</note>',
    '</yard>',
  ].join('\n');

  it('keeps whole elements: those far out, rare or asked, and what stands around them', () => {
    const found = shorten(text, { query: 'What about H-12?' });
    for (const i of [12, 33, 50]) expect(found?.text).toContain(element(i));
    for (const line of ['<yard>', '  <note>ends</note>', '</yard>']) expect(found?.text.split('\n')).toContain(line);
    // Between notes only elements that begin and end.
    for (const part of found!.text.split(/^\[….*$\n?/m))
      expect(part.split('<hive>').length).toBe(part.split('</hive>').length);
    expect(found?.kind === 'trimmed' && found.omitted.summary).toMatch(/^\d+ of 70 records/);
  });

  it('reads elements of one line by their attributes', () => {
    const rows = many(90, (i) => `  <node id="n${i}" load="${i === 71 ? 0.99 : 0.2}" up="${i === 8 ? 'no' : 'yes'}"/>`);
    const found = shorten(`<cluster>\n${rows}\n</cluster>`, { query: 'Which is it?' });
    expect(found?.text).toContain('<node id="n71" load="0.99"');
    expect(found?.text).toContain('<node id="n8" load="0.2" up="no"/>');
  });

  it('leaves markup alone that repeats nothing', () => {
    const page = many(
      60,
      (i) =>
        `<part-${String.fromCharCode(97 + (i % 26))}${i}>text ${i}</part-${String.fromCharCode(97 + (i % 26))}${i}>`,
    );
    expect(matches(`<all>\n${page}\n</all>`)).toBe(0);
  });
});

describe('records in a report of several parts', () => {
  const regions = many(
    120,
    (i) => `|${i}|0x${(0xf2000000 + i * 4096).toString(16)}, ${i === 77 ? 31 : 100}%|${i === 90 ? 'O' : 'E'}|`,
  );
  const report = [
    'Crash of the mill',
    'Signal: 11 at 0x00000000deadbeef',
    '',
    'Regions:',
    regions,
    '',
    'Threads:',
    '  grinder 1',
    '  sieve 2',
  ].join('\n');

  it('keeps all but the long list, and of that what stands out', () => {
    const found = shorten(report, { query: 'Why did it crash?' });
    for (const line of ['Signal: 11 at 0x00000000deadbeef', 'Regions:', '  sieve 2'])
      expect(found?.text).toContain(line);
    for (const line of [/^\|77\|.* 31%/m, /^\|90\|.*\|O\|$/m]) expect(found?.text).toMatch(line);
    expect(found?.kind === 'trimmed' && found.omitted.summary).toMatch(/^\d+ of 120 records/);
  });

  it('leaves a report whole of which the list is a small part', () => {
    const words = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove'];
    const rest = many(
      500,
      (i) => `${words[i % 7]} ${words[(i * 3) % 5]}: ${words[(i * 5) % 7]} ${i % 2 ? 'and' : 'or'} ${words[i % 3]}`,
    );
    expect(matches(`${rest}\n\n${regions}`)).toBe(0);
  });
});

describe('findings', () => {
  const finding = (i: number): string =>
    `docs/part-${i % 9}.md:${i * 3 + 1}:${(i % 5) + 1} error ${i === 44 ? 'T056/columns Too many cells' : `T0${33 + (i % 4)}/inline Found inline text`}`;

  it('are compared by their rule where every line is a complaint', () => {
    const found = shorten(many(200, finding), { query: 'Which finding breaks a table?' });
    expect(found?.text).toContain(finding(44));
    expect(found?.text.split('\n').length).toBeLessThan(90);
  });
});

describe('sentences', () => {
  it('are prose, however alike they are', () => {
    const words = ['cache', 'queue', 'broker', 'ledger', 'worker'];
    const said = (i: number) =>
      `The ${words[i % 5]} asks the ${words[(i * 3) % 5]} before it is closed, which takes about ${i % 90} seconds.`;
    expect(matches(many(60, (i) => `${said(i)} ${said(i + 7)}\n`))).toBe(0);
  });
});

describe('the table of --stat', () => {
  const change = (i: number): string =>
    ` src/part-${i % 6}/file-${i}.ts   | ${String(((i * 37) % 101) + 1).padStart(4)} +++--`;
  const sums = ' 60 files changed, 2000 insertions(+), 1000 deletions(-)';

  it('keeps the largest change, the named file and the sums', () => {
    const query = 'Which files changed most, and how much did file-7.ts change?';
    const found = shorten(`${many(60, change)}\n${sums}`, { query });
    const largest = [...Array(60).keys()].sort((a, b) => ((b * 37) % 101) - ((a * 37) % 101))[0]!;
    for (const line of [change(largest), change(7), sums]) expect(found?.text).toContain(line);
  });
});

describe('few findings', () => {
  it('stay whole: each is something to mend', () => {
    const few = many(
      90,
      (i) => `docs/part-${i % 9}.md:${i * 3 + 1}:${(i % 5) + 1} error T0${33 + (i % 4)}/inline Found inline text`,
    );
    expect(shorten(few, { query: 'What is wrong?' })).toBeUndefined();
  });
});

describe('records of several kinds', () => {
  const key = (i: number): string =>
    `# at=${i * 100} tag=6\n:key packet:\n\tversion 4, made ${1_070_000_000 + i * 7919}\n\tkeyid: ${(i * 2_654_435_761).toString(16)}`;
  const owner = (i: number): string =>
    `# at=${i * 100 + 40} tag=13\n:user packet: "Owner ${i} <owner${i}@example.test>"`;
  const signed = (i: number): string =>
    `# at=${i * 100 + 60} tag=2\n:signature packet: algo ${i % 3}\n\tversion 4, sum ${(i * 37) % 101}\n\tdata: [${4090 + (i % 5)} bits]`;

  it('are kept with what stands beside an asked one, each begun by the line that numbers it', () => {
    const text = many(40, (i) => `${key(i)}\n${owner(i)}\n${signed(i)}`);
    const found = shorten(text, { query: 'Until when is the key of owner23@example.test good?' });
    for (const part of [key(23), owner(23), signed(23)]) expect(found?.text).toContain(part);
    for (const part of found!.text.split(/^\[….*$\n?/m).filter((part) => part !== '')) expect(part).toMatch(/^# at=/);
  });
});
