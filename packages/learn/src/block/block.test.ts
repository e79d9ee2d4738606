import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { cut, END, type Line, START, withLines } from './block.js';
import { writeBlock } from './write-block.js';

const root = mkdtempSync(join(tmpdir(), 'block-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let files = 0;
const fresh = (bytes: Uint8Array | string) => {
  const file = join(root, `f${files++}.md`);
  writeFileSync(file, bytes);
  return file;
};
const lines: readonly Line[] = [
  { id: '0123abcd', text: 'Use `a\\1b` and `$&`, not `$1`.' },
  { id: '89abcdef', text: '`src/ü.ts` does not exist; it is `lib/ü.ts`.' },
];
const give = (some: readonly Line[]) => () => some;

/** Bytes of any kind, but no marks and no NUL, with every kind of line end. */
const bytes = fc
  .array(
    fc.oneof(
      fc.constantFrom('\n', '\r\n', '\r', '# Mine\n', 'é', '\\1 $& $1', '<!-- note -->\n'),
      fc.uint8Array({ min: 1, max: 255, maxLength: 8 }),
    ),
  )
  .map((parts) =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)))),
  );

describe('the block', () => {
  it('comes and goes and leaves every byte outside as it was', () => {
    fc.assert(
      fc.property(bytes, (before) => {
        const file = fresh(before);
        expect(writeBlock(file, give(lines)).isChange).toBe(true);
        const once = readFileSync(file);
        expect(once.subarray(0, before.length).equals(before)).toBe(true);
        expect(writeBlock(file, give(lines)).isChange).toBe(false);
        expect(readFileSync(file).equals(once)).toBe(true);
        writeBlock(file, give([]));
        expect(readFileSync(file).equals(before)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('is replaced where it stands, between what the user wrote before and after', () => {
    fc.assert(
      fc.property(bytes, bytes, (before, after) => {
        const start = before.length === 0 || before.at(-1) === 10 ? before : Buffer.concat([before, Buffer.from('\n')]);
        const file = fresh(Buffer.concat([start, Buffer.from(`${START}\n- old <!-- 00000000 -->\n${END}\n`), after]));
        writeBlock(file, give(lines));
        const text = readFileSync(file);
        expect(text.subarray(0, start.length).equals(start)).toBe(true);
        expect(text.subarray(text.length - after.length - 1).equals(Buffer.concat([Buffer.from('\n'), after]))).toBe(
          true,
        );
        expect(cut(text)).toMatchObject({ lines });
      }),
      { numRuns: 100 },
    );
  });

  it('keeps the line ends of the file', () => {
    const file = fresh('# Mine\r\n\r\ntext\r\n');
    writeBlock(file, give(lines));
    expect(readFileSync(file, 'utf8').replaceAll('\r\n', '')).not.toContain('\n');
  });

  it.each([
    [`${START}\nno end`, 'marks without their partner'],
    [`${END}\n${START}\n`, 'marks without their partner'],
    [`${START}\n${END}\n${START}\n${END}\n`, 'more than one block'],
    ['a\u0000b', 'not a text file'],
  ])('leaves %j as it is', (text, problem) => {
    const file = fresh(text);
    expect(writeBlock(file, give(lines))).toMatchObject({ problem, isChange: false });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('is not seen in a line that only tells of it', () => {
    const text = `The block begins with \`${START}\`.\n`;
    expect(cut(Buffer.from(text))).toEqual({ before: text, lines: undefined, after: '' });
  });

  it('is written through a link, and not into a hard link or a folder', () => {
    const real = fresh('# Team\n');
    const link = join(root, 'link.md');
    symlinkSync(real, link);
    writeBlock(link, give(lines));
    expect(readFileSync(real, 'utf8')).toContain(START);
    const twin = fresh('x');
    linkSync(twin, join(root, 'twin.md'));
    expect(writeBlock(twin, give(lines)).problem).toContain('hard link');
    mkdirSync(join(root, 'folder.md'));
    expect(writeBlock(join(root, 'folder.md'), give(lines)).problem).toBe('it is no file');
  });

  it('keeps the mode of the file', () => {
    const file = fresh('x\n');
    chmodSync(file, 0o640);
    writeBlock(file, give(lines));
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  it('of no lines is none', () => {
    const found = cut(Buffer.from('# Mine'));
    expect(typeof found === 'string' ? found : withLines(found, []).toString()).toBe('# Mine');
  });
});
