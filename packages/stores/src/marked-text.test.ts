import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asTheyAre, type Cut, markedText } from './marked-text.js';

const START = '<!-- a test:start -->';
const END = '<!-- a test:end -->';
const problems = { not_text: 'not text', unpaired: 'alone', doubled: 'twice', merging: 'a merge' } as const;
const marked = markedText({ start: START, end: END, problems, ...asTheyAre });

function cut(file: string | Uint8Array | undefined): Cut<string> {
  const found = marked.read(typeof file === 'string' ? Buffer.from(file) : file);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

const put = (file: string | Uint8Array | undefined, lines: readonly string[]) => marked.put(cut(file), lines);
const without = (file: string | Uint8Array) => marked.takeOut(cut(file));

/** Bytes of any encoding and with any line ends, but no NUL; what is refused is left out. */
const bytes = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\n',
        '\r\n',
        '\r',
        '\ufeff',
        '# Mine\n',
        'é',
        '\\1 $& $1',
        `${START} `,
        `\`${END}\`\n`,
        '\u2028',
      ),
      fc.uint8Array({ min: 1, max: 255, maxLength: 8 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts.map((part) => Buffer.from(part as string))))
  .filter((made) => typeof marked.read(made) !== 'string');
const lines = fc.array(
  fc
    .oneof(fc.constantFrom('', '$& $1', '- é', `- ${START}`), fc.string({ unit: 'binary' }))
    .map((text) => text.toWellFormed().replace(/[\n\r\0]/g, ' ')),
  { maxLength: 5 },
);

/** Ends of lines that are no part of a pair of the other kind. */
const endsIn = (text: string) => new Set(text.match(/\r\n|\n|\r/g));

describe('the bytes around a block', () => {
  it('stay when it is put in, replaced and taken out', () => {
    fc.assert(
      fc.property(bytes, lines, lines, (file, first, second) => {
        const once = put(file, first);
        expect(once.subarray(0, file.length).equals(file)).toBe(true);
        expect(cut(once).lines).toEqual(first);
        expect(put(once, first).equals(once)).toBe(true);
        const twice = put(once, second);
        expect(twice.equals(put(file, second))).toBe(true);
        expect(without(twice).equals(file)).toBe(true);
        expect(without(file).equals(file)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('stay wherever the block stands, and whatever was there before', () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom('\n', '\r\n', '\r'), bytes, lines, (start, eol, after, wanted) => {
        const before = start.length === 0 ? start : Buffer.concat([start, Buffer.from(eol)]);
        const block = Buffer.from([START, 'old', END, ''].join(eol));
        const file = Buffer.concat([before, block, after]);
        fc.pre(cut(file).lines !== undefined);
        const changed = put(file, wanted);
        const behind = Buffer.concat([Buffer.from(eol), after]);
        expect(changed.subarray(0, before.length).equals(before)).toBe(true);
        expect(changed.subarray(changed.length - behind.length).equals(behind)).toBe(true);
        expect(cut(changed).lines).toEqual(wanted);
        if (after.length > 0 && !/^[\n\r]+$/.test(String(after)))
          expect(without(changed).equals(Buffer.concat([before, behind]))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['\n', '\r\n', '\r'])('end as its lines do: %j', (eol) => {
    for (const file of [`# Mine${eol}${eol}text${eol}`, `# Mine${eol}no end`]) {
      const once = put(file, ['a', '', 'b']).toString();
      expect(endsIn(once)).toEqual(new Set([eol]));
      expect(endsIn(put(once, ['c']).toString())).toEqual(new Set([eol]));
      expect(once.endsWith(END + eol)).toBe(file.endsWith(eol));
    }
    expect(put([START, 'a', END].join(eol), ['b']).toString()).toBe([START, 'b', END].join(eol));
  });

  it('that an editor has converted since are followed', () => {
    for (const eol of ['\r\n', '\r']) {
      const file = put('# Mine\n', ['a', 'b']).toString().replaceAll('\n', eol);
      expect(cut(file).lines).toEqual(['a', 'b']);
      expect(endsIn(put(file, ['c']).toString())).toEqual(new Set([eol]));
      expect(without(file).toString()).toBe(`# Mine${eol}`);
    }
    const file = `\ufeff${put(undefined, ['a'])}`;
    expect(cut(file).lines).toEqual(['a']);
    expect(without(file).toString()).toBe('\ufeff');
  });

  it('are not taken for what was put around the block where the user has moved it', () => {
    const block = `${START}\nx\n${END}`;
    expect(without(`one\n${block}\n`).toString()).toBe('one\n');
    expect(without(`one\n${block}`).toString()).toBe('one\n');
    expect(without(`one\n\n${block}\n\ntwo`).toString()).toBe('one\n\n\n\ntwo');
    expect(without(`${block}\n`).toString()).toBe('');
  });
});

describe('marks', () => {
  it.each([
    [`${START}\nno end`, 'alone'],
    [`${END}\n`, 'alone'],
    [`${END}\n${START}\n`, 'alone'],
    [`a\r${START}\rb`, 'alone'],
    [`${START}\n${END}\n${START}\n${END}\n`, 'twice'],
    [`${START}\n${START}\n${END}\n`, 'twice'],
    [`${START}\n<<<<<<< HEAD\n- a\n>>>>>>> x\n${END}\n`, 'a merge'],
    ['a\r>>>>>>> x\r', 'a merge'],
    ['<<<<<<< ours', 'a merge'],
    ['a\0b', 'not text'],
    [Buffer.from('\ufeff水', 'utf16le'), 'not text'],
    [Buffer.from('\ufeff水', 'utf16le').swap16(), 'not text'],
  ])('of %j are refused', (file, problem) => {
    expect(marked.read(Buffer.from(file as string))).toBe(problem);
  });

  it('are not seen in prose, and known where they stand alone', () => {
    for (const text of [
      `It begins with \`${START}\`.\n`,
      ` ${START}\n${END}.\n`,
      '<<<<<<<\n a <<<<<<< b',
      `x${START}`,
    ]) {
      expect(cut(text)).toMatchObject({ before: text, lines: undefined, after: '' });
      expect(marked.has(Buffer.from(text))).toBe(false);
    }
    for (const text of [`${START}\n`, `a\n${END}`, `${START}\r\n${END}`])
      expect(marked.has(Buffer.from(text)), text).toBe(true);
  });

  it('and line ends cannot be written into the block', () => {
    for (const line of ['a\nb', 'a\rb', 'a\0', START, END]) expect(() => put('', [line]), line).toThrow(TypeError);
  });
});
