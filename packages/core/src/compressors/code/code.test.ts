import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Task } from '../../model/compressor.js';
import { createContent } from '../../reading/content.js';
import { atOnce } from '../../reading/in-turns.js';
import { makeTask, testCompressor } from '../../testing/index.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { code } from './code.js';
import { languageOfPath } from './languages.js';
import { type Grammar, loadGrammar } from './load-grammar.js';
import { loadGrammars } from './load-grammars.js';
import type { Outline } from './outline.js';
import { parseSource } from './parse-source.js';

const fixtures = readFixtures(new URL('./fixtures/', import.meta.url));
testCompressor({ describe, it, expect }, code(), { fixtures });

const fixture = (name: string): string => fixtures.find((one) => one.name.startsWith(name))?.text ?? '';
const shorten = async (text: string, task: Partial<Task> = {}) => code().compress(createContent(text), makeTask(task));
const textOf = async (text: string, task: Partial<Task> = {}): Promise<string> =>
  (await shorten(text, task))?.text ?? '';

/** Every line of the output is a line of the input, in order, but for notes of what is left out. */
function isInOrder(before: string, after: string): boolean {
  const lines = before.split('\n');
  let at = 0;
  for (const line of after.split('\n')) {
    if (line.includes('…') && line.includes('left out')) continue;
    while (at < lines.length && lines[at] !== line) at++;
    if (at++ >= lines.length) return false;
  }
  return true;
}

/** Some files of a folder with an extension, the same ones each time. */
function filesIn(folder: string, extension: RegExp, most: number): string[] {
  const found: string[] = [];
  const visit = (path: string, depth: number): void => {
    if (depth > 5 || found.length >= 4 * most) return;
    for (const name of readdirSync(path).sort()) {
      const full = join(path, name);
      const stat = statSync(full, { throwIfNoEntry: false });
      if (stat?.isDirectory()) visit(full, depth + 1);
      else if (stat && extension.test(name) && stat.size > 2000 && stat.size < 150_000) found.push(full);
    }
  };
  if (existsSync(folder)) visit(folder, 0);
  return found.filter((_, i) => i % Math.max(1, Math.floor(found.length / most)) === 0).slice(0, most);
}

const packageFolder = (name: string): string => new URL(`../../../node_modules/${name}/`, import.meta.url).pathname;

function outlineOf(grammar: Grammar, source: string): Outline {
  return atOnce(parseSource(grammar, source, source.split('\n'))) as Outline;
}

async function checkFile(path: string): Promise<number> {
  const text = readFileSync(path, 'utf8');
  const shorter = await shorten(text, { query: 'What is this module for?', input: { path } });
  if (!shorter) return 0;
  expect(isInOrder(text, shorter.text), `order of ${path}`).toBe(true);
  const grammar = await loadGrammar(languageOfPath(path)?.name ?? 'c');
  if (!grammar) throw new Error('no grammar');
  const lines = text.split('\n');
  const [before, after] = [outlineOf(grammar, text), outlineOf(grammar, shorter.text)];
  expect(after.errors, path).toBeLessThanOrEqual(before.errors);
  for (const unit of before.units) {
    const isMember = !unit.parent || (unit.parent.kind === 'class' && !unit.parent.parent);
    if (unit.kind === 'function' && unit.name !== '' && isMember)
      expect(shorter.text, path).toContain((lines[unit.from] ?? '').trim());
  }
  return 1;
}

describe('code keeps the syntax and the signatures (P-091)', () => {
  const folders: readonly (readonly [string, string, RegExp])[] = [
    ['web-tree-sitter', packageFolder('web-tree-sitter'), /\.(?:js|ts)$/],
    ['vitest', packageFolder('vitest'), /\.(?:js|ts)$/],
    ['declarations of node', packageFolder('@types/node'), /\.d\.ts$/],
    ['the Python library', '/usr/lib/python3.11', /\.py$/],
    ['headers of the system', '/usr/include/linux', /\.h$/],
    ['the Go library', '/usr/share/go-1.19/src/net', /\.go$/],
  ];
  for (const [name, folder, extension] of folders) {
    const files = filesIn(folder, extension, 12);
    it.skipIf(files.length === 0)(`in ${name}`, { timeout: 30_000 }, async () => {
      let shortened = 0;
      for (const file of files) shortened += await checkFile(file);
      expect(shortened).toBeGreaterThan(0);
    });
  }
});

describe('code keeps what the question names', () => {
  it('keeps a named method whole and others only by signature', async () => {
    const text = await textOf(fixture('python-scheduler'), { query: 'Explain Journal.read in detail' });
    expect(text).toContain('log.warning("line %d of %s is damaged: %s", number, self.path, problem)');
    expect(text).toContain('def reserve(self, room: str, start: datetime, end: datetime, *, owner: str) -> Booking:');
    expect(text).not.toContain('raise ValueError(f"more than {MAX_HOURS} hours")');
  });

  it('takes the owner of a name into account', async () => {
    const source = ['A', 'B', 'C', 'D']
      .map(
        (name) =>
          `class ${name}:\n    def run(self, job):\n${Array.from({ length: 9 }, (_, i) => `        self.step_${i}(job, "${name}", timeout=${i})`).join('\n')}\n`,
      )
      .join('\n');
    const text = await textOf(`import os\n\n${source}`, { query: 'What does C.run do?' });
    expect(text).toContain('self.step_8(job, "C", timeout=8)');
    expect(text).not.toContain('self.step_8(job, "A", timeout=8)');
  });

  it('keeps the statement around a quoted text', async () => {
    const text = await textOf(fixture('javascript-cache'), { query: "Where does '%s has to go' come from?" });
    expect(text).toContain("debug('%s has to go', oldest);");
  });

  it('does not depend on gating words (P-057)', async () => {
    const plain = await textOf(fixture('go-queue'), { query: 'How does Queue.Push work?' });
    const gated = await textOf(fixture('go-queue'), {
      query: 'Analyze the data and review: how does Queue.Push work?',
    });
    expect(plain).toContain('q.logger.Warn("queue is full", "kind", kind, "limit", q.limit)');
    expect(gated).toContain('q.logger.Warn("queue is full", "kind", kind, "limit", q.limit)');
    expect(gated.length).toBeLessThan(fixture('go-queue').length);
  });

  it('keeps more with a larger bias', async () => {
    const query = 'How are retries delayed?';
    const sizes = await Promise.all(
      [0.3, 1, 3].map(async (bias) => (await textOf(fixture('go-queue'), { query, bias })).length),
    );
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(sizes[0]).toBeLessThan(sizes[2] ?? 0);
  });
});

describe('code leaves alone', () => {
  const text = fixture('typescript-bus');
  it('a file that is about to be edited', async () => {
    expect(await shorten(text, { query: 'Please rename publish to emit' })).toBe(undefined);
    expect(await shorten(text, { query: 'Fix the timeout in bus.ts', input: { path: 'src/bus.ts' } })).toBe(undefined);
    expect(await shorten(text, { query: 'Why does bridge fail with three buses?' })).toBe(undefined);
    expect(await shorten(text, { query: 'Fix the login page', input: { path: 'src/bus.ts' } })).not.toBe(undefined);
    expect(await shorten(text, { query: 'Which error does publish throw?' })).not.toBe(undefined);
  });
  it('everything in lossless mode', async () => {
    expect(await shorten(text, { mode: 'lossless' })).toBe(undefined);
  });
  it('prose, logs, data and languages without a grammar', () => {
    for (const other of [
      'We should import the results from the other team and return them to the class.\n'.repeat(30),
      '2024-05-01 12:00:00 INFO start {\n2024-05-01 12:00:01 WARN return (1);\n'.repeat(30),
      '{"function": "a", "const": [1, 2, 3]}\n'.repeat(30),
      'src/a.ts:12:export function a() {\nsrc/b.ts:14:import b from "b";\n'.repeat(30),
      'body {\n  color: red;\n}\n'.repeat(40),
      'SELECT a, b FROM t WHERE x = 1;\n'.repeat(40),
    ])
      expect(code().match(createContent(other)), other.slice(0, 40)).toBe(0);
  });
});

describe('code counts offsets right (P-093) and keeps the order (P-092)', () => {
  const swarm = fixture('python-scheduler').replaceAll('room', 'räume').replace('"Aare"', '"Åre 𝒜🪑"');
  it('with letters and emoji beyond ASCII', async () => {
    const text = await textOf(swarm, { query: 'What does free_slots give?' });
    expect(isInOrder(swarm, text)).toBe(true);
    expect(text).toContain('slots.append((cursor, closing))');
    expect(text).toMatch(/def usage\(.*\n.*Hours booked per räume.*\n +# … lines \d+-\d+ left out/);
  });
  it('with CRLF and tabs', async () => {
    const crlf = fixture('c-ring').replaceAll('\n', '\r\n');
    const text = await textOf(crlf, { query: 'What does ring_read return?' });
    expect(text).toContain('got = ring_used(ring);\r\n');
    expect(text.split('\r\n').length).toBe(text.split('\n').length);
    expect(text.length).toBeLessThan(crlf.length);
  });
  it('with the numbers of a read tool', async () => {
    const numbered = fixture('numbered-tab');
    const text = await textOf(numbered, { query: 'Where is ErrFull returned?' });
    expect(isInOrder(numbered, text)).toBe(true);
    const note = /^ +(\d+)\t\t\/\/ … lines (\d+)-(\d+) left out$/m.exec(text);
    expect(note?.[1]).toBe(note?.[2]);
  });
  it('with a statement where only comments would be left of a body', async () => {
    const part = (name: string): string =>
      Array.from({ length: 60 }, (_, i) => `    ${name}_${i} = sum(values[${i}:99]) * factor_${i}`).join('\n');
    const source = `import os\nfrom scales import factors\n\n\ndef weigh(values):\n${part('a')}\n    # uses the ZEBRA-7 scale\n${part('b')}\n`;
    const text = await textOf(source, { query: 'Where is the ZEBRA-7 scale used?', input: { path: 'weigh.py' } });
    expect(text.split('\n').slice(4)).toEqual([
      'def weigh(values):',
      '    # … lines 6-65 left out',
      '    # uses the ZEBRA-7 scale',
      '    ...  # … lines 67-126 left out',
      '',
    ]);
  });
  it('with a future import first', async () => {
    const text = await textOf(fixture('python-scheduler'), { query: 'usage' });
    expect(text.indexOf('from __future__')).toBeLessThan(text.indexOf('import json'));
    expect(text).toMatch(/^# … lines|^# Room booking/);
  });
});

describe('code on any text', () => {
  it('never throws and never grows, on fragments put together at random', async () => {
    const lines = fixtures.flatMap((one) => one.text.split('\n').filter((_, i) => i % 7 === 0));
    const fragments = fc.array(fc.oneof(fc.constantFrom(...lines), fc.string()), { minLength: 30, maxLength: 120 });
    await fc.assert(
      fc.asyncProperty(
        fragments,
        fc.constantFrom('a.py', 'a.ts', 'a.go', 'a.rs', 'a.cpp', 'x'),
        async (parts, path) => {
          const text = parts.join('\n');
          const shorter = await shorten(text, { query: 'what does push do?', input: { path } });
          if (shorter) expect(shorter.text.length).toBeLessThan(text.length);
        },
      ),
      { numRuns: 60 },
    );
  });
  it('takes time in proportion to the text', async () => {
    const unit = (i: number): string =>
      `export function f${i}(a: number): number {\n  const b = a * ${i};\n  if (b > ${i}) {\n    return g${i}(b, "text ${i} that is long enough to be left out");\n  }\n  return b;\n}\n`;
    const time = async (count: number): Promise<number> => {
      const text = Array.from({ length: count }, (_, i) => unit(i)).join('\n');
      const start = performance.now();
      expect(await shorten(text, { query: 'What does f7 return?' })).not.toBe(undefined);
      return performance.now() - start;
    };
    await time(100);
    const [small, large] = [await time(300), await time(3000)];
    expect(large).toBeLessThan(40 * small + 200);
  });
});

describe('grammars', () => {
  it('are loaded once, however many ask', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => loadGrammar('rust')));
    expect(new Set(all).size).toBe(1);
    expect(all[0]?.language.name).toBe('rust');
  });
  it('are all there', async () => {
    expect(await loadGrammars()).toHaveLength(9);
  });
  it('that cannot be loaded leave the text alone, until the caller hands them in', async () => {
    vi.resetModules();
    vi.doMock('../../files/own-file.js', async (original) => ({
      ...(await original<typeof import('../../files/own-file.js')>()),
      readOwnFile: async () => undefined,
    }));
    const fresh = await import('./code.js');
    const loader = await import('./load-grammars.js');
    const content = createContent(fixture('go-queue'));
    await expect(fresh.code().compress(content, makeTask())).rejects.toMatchObject({
      code: 'missing_file',
      message: expect.stringMatching(/grammars\/tree-sitter-go\.wasm .*was not found.*copy .* loadGrammars\(\)/),
    });
    const places: Record<string, string> = {
      'web-tree-sitter.wasm': 'web-tree-sitter',
      'tree-sitter-go.wasm': 'tree-sitter-go',
    };
    const source = (file: string): object | undefined => {
      const bytes = places[file] && readFileSync(`${packageFolder(places[file])}${file}`);
      return bytes ? new Uint8Array(bytes) : undefined;
    };
    expect(await loader.loadGrammars(source, ['go', 'java'])).toEqual(['go']);
    expect(await fresh.code().compress(content, makeTask())).not.toBe(undefined);
    vi.doUnmock('../../files/own-file.js');
  });
});

it('shows where faults are raised when the question is about what a source refuses', async () => {
  const body = (i: number) => Array.from({ length: 14 }, (_, k) => `        total_${k} = value * ${i + k}`).join('\n');
  const source = Array.from(
    { length: 24 },
    (_, i) => `def step_${i}(value):\n${body(i).replace(/^ {4}/gm, '')}\n    return value\n`,
  );
  source[13] = `def unpack(value):\n${body(13).replace(/^ {4}/gm, '')}\n    if value < 0:\n        raise ValueError('amounts start at zero')\n    return value\n`;
  expect(await textOf(source.join('\n\n'), { query: 'Which exceptions can this file give me?' })).toContain(
    "raise ValueError('amounts start at zero')",
  );
});
