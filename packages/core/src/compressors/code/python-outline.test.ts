import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../reading/in-turns.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { type Grammar, loadGrammar } from './load-grammar.js';
import type { Outline, Span } from './outline.js';
import { parseSource } from './parse-source.js';
import { outlineOfPython as inTurns } from './python-outline.js';

const grammar = (await loadGrammar('python')) as Grammar;
const parsed = (source: string): Outline => atOnce(parseSource(grammar, source, source.split('\n'))) as Outline;

const outlineOfPython = (source: string): Outline | undefined => atOnce(inTurns(source));

const show = (span: Span | undefined): string => (span ? `${span.from}-${span.to}` : '');

/** The rows that are statements, without comments at the end of a row, which the grammar counts too. */
function rowsOf(spans: readonly Span[]): string[] {
  let at = -1;
  const rows: string[] = [];
  for (const span of spans) {
    if (span.from === span.to && span.from <= at) continue;
    rows.push(show(span));
    at = span.to;
  }
  return rows;
}

/** All of an outline that decides what becomes of a source. */
function essence({ units, comments, docstrings }: Outline, source: string): object {
  const lines = source.split('\n');
  const ofUnit = (unit: (typeof units)[number]): unknown[] => [
    unit.kind,
    unit.name,
    unit.owner,
    show(unit),
    unit.parent && `${unit.parent.kind} ${show(unit.parent)}`,
    show(unit.inner),
    unit.needsStatement,
    unit.inner ? rowsOf(unit.statements) : [],
  ];
  return {
    units: units.filter((unit) => unit.kind !== 'block' || unit.inner).map(ofUnit),
    comments: [...new Set(comments.map((span) => span.from))].filter((row) => /^\s*#/.test(lines[row] ?? '')),
    docstrings: [...new Set(docstrings.map(show))].sort(),
  };
}

function expectSame(source: string, name = source): void {
  const own = outlineOfPython(source);
  expect(own, name).not.toBe(undefined);
  if (own) expect(essence(own, source), name).toEqual(essence(parsed(source), source));
}

function pythonFiles(folder: string, most: number): string[] {
  const found: string[] = [];
  const visit = (path: string, depth: number): void => {
    for (const name of depth > 4 ? [] : readdirSync(path).sort()) {
      const full = join(path, name);
      const stat = statSync(full, { throwIfNoEntry: false });
      if (stat?.isDirectory()) visit(full, depth + 1);
      else if (stat && name.endsWith('.py') && stat.size > 1000 && stat.size < 60_000) found.push(full);
    }
  };
  if (existsSync(folder)) visit(folder, 0);
  const step = Math.max(1, Math.floor(found.length / most));
  return found.filter((_, i) => i % step === 0).slice(0, most);
}

describe('outlineOfPython agrees with the parser', () => {
  const fixtures = readFixtures(new URL('./fixtures/', import.meta.url));
  for (const { name, text } of fixtures.filter((one) => one.name.startsWith('python')))
    it(`on ${name}`, () => expectSame(text));

  const files = pythonFiles('/usr/lib/python3.11', 60);
  it.skipIf(files.length === 0)('on the Python library', { timeout: 30_000 }, () => {
    for (const path of files) expectSame(readFileSync(path, 'utf8'), path);
  });

  const elements = Array.from(
    { length: 12 },
    (_, i) => `    ('key ${i}', [${i}, f"{x[${i}]:>{w}}"]),  # note ${i}`,
  ).join('\n');
  it.each([
    [
      'comments at the end of blocks',
      'def f():\n    if x:\n        a\n        # in\n    # out\n# top\n    # odd\ndef g():\n  b\n',
    ],
    ['comments at the beginning', 'def f():  # one\n  # two\n    # three\n    a = 1\n    # four\n    return a\n'],
    ['comments before a clause', 'try:\n    a\n    # in\n# between\nexcept E:\n    b\nelse:\n    c\nfinally:\n    d\n'],
    [
      'decorators',
      '@a\n# why\n@b(\n    1,\n)\nclass C:\n    @c\n    async def d(self): pass\n    @property\n    def e(self) -> dict[str, int]:\n        """Doc."""\n',
    ],
    ['bodies on one row', 'def f(): "Doc."\nclass A(B): pass\nif x: y()\nelse: z()\ndef g(a=lambda: 1): return a\n'],
    ['tables', `x = 1\nTABLE = [\n    # first\n${elements}\n    # last\n]\nf(\n${elements}\n)\ny[\n${elements}\n]\n`],
    [
      'tables of lambdas',
      `T = {\n${Array.from({ length: 12 }, (_, i) => `    'k${i}': lambda a, b: a,`).join('\n')}\n}\n`,
    ],
    [
      'strings with quotes and braces',
      `def f():\n    a = f"{b['c']!r:>{w}} {{x}} {d}"\n    c = r'\\\\' + b"\\"#" + """a"b""c\\""""\n    return ':'\n`,
    ],
    [
      'lines that go on',
      'def f(a,\n      b):\n    if a and \\\n       b:\n        return a\n    with open(a) as x, \\\n         open(b) as y:\n        z = (a,  # c\n             b)\n',
    ],
    [
      'match',
      'def f(x):\n    match x:\n        case [a, b]:\n            return a\n        case _: return b\n    match = 1\n    match[x]\n',
    ],
    ['CRLF and tabs', 'class A:\r\n\tdef f(self):\r\n\t\tif a:\r\n\t\t\treturn 1\r\n\t\treturn 2\r\n\r\n\tb = 1\r\n'],
    ['words that look like keywords', 'def_x = 1\nclass_ = 2\nif_ = [3]\nasync_x = 4\nprint(if_)\n'],
    [
      'nested functions',
      `def f():\n    class C:\n        def g(self):\n            if x:\n${'                a = 1\n'.repeat(8)}                def h(): return 1\n    return C\n`,
    ],
  ])('on %s', (_, source) => expectSame(source));

  it('on programs put together at random', () => {
    const simple = fc.constantFrom(
      'a = 1',
      'f(a,\n  b)',
      '"""Doc."""',
      '# note',
      'x = """a\n  b"""',
      'y: int = [1,\n2]',
      '',
    );
    const heads = fc.constantFrom(
      'def f(a):',
      'class C:',
      'if a:',
      'for a in b:  # c',
      'while a:',
      'with a as b:',
      'async def g():',
    );
    const { block } = fc.letrec<{ block: string[]; statement: string[] }>((tie) => ({
      statement: fc.oneof(
        { maxDepth: 4 },
        simple.map((text) => [text]),
        fc.tuple(heads, tie('block')).map(([head, body]) => [head, ...indent(body)]),
        fc.tuple(tie('block'), tie('block')).map(([a, b]) => ['try:', ...indent(a), 'except E:', ...indent(b)]),
      ),
      block: fc.array(tie('statement'), { minLength: 1, maxLength: 5 }).map((parts) => [...parts.flat(), 'pass']),
    }));
    // A row of a string or of brackets is moved too, which changes no structure.
    const indent = (rows: readonly string[]): string[] =>
      rows.flatMap((row) => row.split('\n')).map((row) => (row === '' ? row : `    ${row}`));
    fc.assert(
      fc.property(block, (rows) => expectSame(rows.join('\n'))),
      { numRuns: 300 },
    );
  });
});

describe('outlineOfPython leaves to the parser', () => {
  it.each([
    ['open brackets', 'x = [1, 2\n\ndef f():\n    return 1\n'],
    ['wrong brackets', 'x = [1, 2)\n'],
    ['open strings', 'x = """a\n'],
    ['strings over a row', 'x = "a\ny = "b\n'],
    ['missing bodies', 'def f():\n\nx = 1\n'],
    ['a missing body at the end', 'def f():\n    # nothing\n'],
    ['bodies out of nowhere', 'x = 1\n    y = 2\n'],
    ['steps back to nowhere', 'if x:\n        y\n    z\n'],
    ['a beginning inside', '    x = 1\nfor a in b:\n    c\n'],
    ['a clause of its own', 'x = 1\nelse:\n    y\n'],
    ['other languages that end rows in colons', 'cdef class A:\n    x = 1\n'],
    ['shell escapes', '!ls\nx = 1\n'],
    ['decorators of nothing', '@a\nx = 1\n'],
  ])('%s', (_, source) => expect(outlineOfPython(source)).toBe(undefined));

  it('nothing that takes long', () => {
    const deep = `x = ${'['.repeat(50)}\n${'1,\n'.repeat(20_000)}${']'.repeat(50)}\n`;
    const start = performance.now();
    outlineOfPython(deep);
    outlineOfPython(`x = [\n${'lambda a,\n'.repeat(20_000)}]\n`);
    outlineOfPython('#\n'.repeat(200_000));
    outlineOfPython(`f"${'{'.repeat(100_000)}`);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
