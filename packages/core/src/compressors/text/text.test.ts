import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Shorter } from '../../model/compressor.js';
import { createContent } from '../../reading/content.js';
import { testCompressor } from '../../testing/index.js';
import { makeTask } from '../../testing/make-task.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { text } from './text.js';

const fixtures = readFixtures(new URL('./fixtures/', import.meta.url));

testCompressor({ describe, it, expect }, text(), { fixtures });

const shorten = (source: string, query = '', changes = {}): Shorter | undefined =>
  text().compress(createContent(source), makeTask({ query, ...changes })) as Shorter | undefined;

/** One spelling for all fill: white space, rules of tables, padding of cells. */
const flat = (source: string) =>
  source
    .replace(/-{3,}/g, '---')
    .replace(/\s*\|\s*/g, '|')
    .replace(/\s+/g, ' ');

/** Markdown of packages that are installed here anyway: other people's prose, read and not copied. */
const documents = ['typescript', 'vitest', 'fast-check', '@biomejs/biome', 'tsx']
  .flatMap((name) => {
    try {
      const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
      return readdirSync(folder)
        .filter((file) => /\.md$/i.test(file))
        .map((file) => join(folder, file));
    } catch {
      return [];
    }
  })
  .filter((path) => existsSync(path))
  .map((path) => [path.slice(path.lastIndexOf('node_modules') + 13), readFileSync(path, 'utf8')] as const)
  .filter(([, source]) => source.length > 4000);

/** Checks that what stands between notes is the original's own words, in its order. */
function expectOwnWords(shorter: string, source: string): void {
  const original = flat(source);
  let at = 0;
  for (const piece of shorter.split(/\[…[^\n]*?\](?=\s|$)/)) {
    for (const line of piece.split('\n')) {
      const words = flat(line).trim();
      if (words === '') continue;
      const found = original.indexOf(words, at);
      expect(found, words.slice(0, 80)).toBeGreaterThanOrEqual(0);
      at = found;
    }
  }
}

describe('text', () => {
  it.each(fixtures.map(({ name, text: source, query }) => [name, source, query ?? ''] as const))(
    'prints only words of %s',
    (_, source, query) => {
      for (const asked of [query, '', 'Summarise this document.']) {
        const shorter = shorten(source, asked);
        if (shorter?.kind === 'trimmed') expectOwnWords(shorter.text, source);
      }
    },
  );

  it('finds documents to read', () => {
    expect(documents.length).toBeGreaterThan(0);
  });

  it.each(documents)('prints only words of %s, and the sentence that is asked for', (_, source) => {
    const sentences = source.split('\n\n').filter((one) => /^[A-Z][^|<>[\]`#\n]{60,300}\.$/.test(one));
    for (const sentence of sentences.slice(0, 6)) {
      const shorter = shorten(source, `Is it true that ${sentence.slice(0, -1)}?`);
      if (shorter?.kind !== 'trimmed') continue;
      expectOwnWords(shorter.text, source);
      expect(flat(shorter.text)).toContain(flat(sentence));
    }
  });

  it('cuts no sentence and keeps negations (P-079, P-089)', () => {
    const source = Array.from(
      { length: 80 },
      (_, i) => `Machine ${i} is a failure of the old kind, e.g. by rust. It does not run in no. ${i} of the halls.`,
    ).join('\n\n');
    const shorter = shorten(source, 'In which hall does machine 41 not run?');
    expect(shorter?.text).toContain('It does not run in no. 41 of the halls.');
    for (const line of (shorter?.text ?? '').split('\n'))
      if (line !== '' && !line.startsWith('[…')) expect(line.replace(' […]', '')).toMatch(/[.\]]$/);
  });

  it('keeps custom tags and what is in them byte for byte (P-095, P-096, P-097)', () => {
    const reminder = '<system-reminder>\nNever   do this.\n\n\n  Twice.  \n</system-reminder>';
    const filler = Array.from(
      { length: 60 },
      (_, i) =>
        `Paragraph ${i} talks about something else, at some length and without much sense. It has two sentences.`,
    ).join('\n\n');
    for (const source of [
      `${filler}\n\n${reminder}\n\n${filler}`,
      `${reminder}\n${filler}\n${reminder}`,
      `${filler}\n</foo>\n${filler}`,
      `${filler}\n{{HEADROOM_TAG_0}}\n${filler}`,
    ]) {
      const shorter = shorten(source, 'What is paragraph 17 about?');
      expect(shorter?.text.split(reminder).length).toBe(source.split(reminder).length);
    }
    const many = Array.from({ length: 200 }, (_, i) => `<note-${i % 7}>keep ${i}</note-${i % 7}>`).join(
      `\n${filler.slice(0, 400)}\n`,
    );
    const shorter = shorten(many, '');
    for (let i = 0; i < 200; i++) expect(shorter?.text ?? many).toContain(`<note-${i % 7}>keep ${i}</note-${i % 7}>`);
  });

  it('names every section it leaves out', () => {
    const source = Array.from(
      { length: 20 },
      (_, i) => `## Part ${i} of it\n\n${'Some sentence about nothing in particular. '.repeat(8)}`,
    ).join('\n\n');
    const shorter = shorten(source, 'What does part 7 say?');
    for (let i = 0; i < 20; i++) expect(shorter?.text).toContain(`Part ${i} of it`);
  });

  it('answers both halves of a question', () => {
    const parts = Array.from(
      { length: 40 },
      (_, i) =>
        `## Topic ${i}\n\nThe colour of thing ${i} is not known to anybody. It weighs ${i} grams and was found in hall ${i % 5}.`,
    );
    parts[7] = '## Pumps\n\nThe pumps run on weekdays.';
    parts[31] = '## Keys\n\nA spare key hangs behind the mirror.';
    const source = parts.join('\n\n');
    const query = 'On which days do the pumps run, and where is the spare key?';
    const shorter = shorten(source, query, { retrievable: true, budget: 300 });
    expect(shorter?.text).toContain('The pumps run on weekdays.');
    expect(shorter?.text).toContain('A spare key hangs behind the mirror.');
    expect((shorter?.text.length ?? source.length) / source.length).toBeLessThan(0.45);
  });

  it('numbers what it left out by the lines of the text', () => {
    const source = documents[0]?.[1] ?? '';
    const shorter = shorten(source, 'What does line 30 say?', { budget: 600 });
    const lines = source.split('\n');
    const notes = [...(shorter?.text ?? '').matchAll(/^\[… [^\n:]*: lines (\d+)-(\d+)/gm)];
    for (const [, from, to] of notes)
      for (const line of lines.slice(Number(from) - 1, Number(to)).filter((one) => one.length > 60))
        if (lines.indexOf(line) === lines.lastIndexOf(line)) expect(shorter?.text.split('\n')).not.toContain(line);
    expect(notes.length).toBeGreaterThan(1);
  });

  it('keeps the one passage that is unlike all others, even when the question has none of its words', () => {
    const notes = Array.from(
      { length: 80 },
      (_, i) => `Note ${i}. We talked about budget and agreed to meet again on Monday.`,
    );
    notes[47] = 'Note 47. The lease with Orchard Holdings renews itself unless cancelled ninety days ahead.';
    const source = notes.join('\n\n');
    const query = 'By when must we tell our landlord that we leave?';
    expect(shorten(source, query, { retrievable: true, budget: 300 })?.text).toContain('ninety days ahead');
  });

  it('leaves no setting out of a document that holds some below a name', () => {
    const settings = Array.from({ length: 14 }, (_, i) => `    use_part${i}=${i % 3 ? 'define' : 'undef'}`);
    const prose = Array.from(
      { length: 60 },
      (_, i) =>
        `The ${i}th patch was taken from the tree of the distribution. It mends a fault that was reported by the users of release ${i}, ` +
        'and it will go away once the authors have taken it over.',
    );
    const source = [
      'Summary of the build:',
      '',
      '  Platform:',
      ...settings,
      '',
      ...prose.flatMap((one) => [one, '']),
    ].join('\n');
    const shorter = shorten(source, 'Which patches came from the distribution?');
    expect(shorter?.kind).toBe('trimmed');
    for (const setting of settings) expect(shorter?.text).toContain(setting.trim());
  });

  it('keeps the source line of every retrieved chunk', () => {
    const fixture = fixtures.find(({ name }) => name.startsWith('rag-bracketed'));
    const shorter = shorten(fixture?.text ?? '', fixture?.query);
    for (const line of (fixture?.text ?? '').split('\n'))
      if (line.includes('score:')) expect(shorter?.text).toContain(line);
  });

  it('reads documents whose lines a tool has numbered, and uses its numbers', () => {
    const fixture = fixtures.find(({ name }) => name.startsWith('readme'));
    const numbered = (fixture?.text ?? '')
      .split('\n')
      .map((line, i) => `${String(i + 101).padStart(6)}→${line}`)
      .join('\n');
    const shorter = shorten(numbered, fixture?.query);
    for (const kept of fixture?.keep ?? []) expect(shorter?.text).toContain(kept);
    const numbers = [...(shorter?.text ?? '').matchAll(/\[… [^\n:]*: lines (\d+)-(\d+)/g)].flatMap((found) => [
      Number(found[1]),
      Number(found[2]),
    ]);
    expect(numbers.length).toBeGreaterThan(2);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(numbers[0]).toBeGreaterThan(100);
  });

  it('keeps less when asked to, and more with a larger bias', () => {
    const source = fixtures.find(({ name }) => name.startsWith('prose'))?.text ?? '';
    const size = (changes: object) =>
      shorten(source, 'What did the pumps cost?', changes)?.text.length ?? source.length;
    expect(size({ mode: 'aggressive' })).toBeLessThan(size({}));
    expect(size({ bias: 0.5 })).toBeLessThan(size({ bias: 1.5 }));
  });

  it.each([
    ['one long line', 'A sentence that says little. '.repeat(100_000)],
    ['many short lines', 'word here\n'.repeat(200_000)],
    ['one word', 'x'.repeat(2_000_000)],
    ['brackets', '[1] '.repeat(200_000)],
    ['tags', '<a-b>'.repeat(200_000)],
    ['headings', '# a\n\nb\n\n'.repeat(60_000)],
    ['list items', '- item of a list\n'.repeat(100_000)],
  ])('reads %s in linear time', (_, source) => {
    const start = performance.now();
    shorten(source, 'what does the sentence say about word 7?');
    expect(performance.now() - start).toBeLessThan(4000);
  });
});
