import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Disk, nodeDisk } from '@headroom/agents/install';
import { afterAll, describe, expect, it } from 'vitest';
import { END, type Line, START } from './block.js';
import { changeOf, writeBlock } from './write-block.js';

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
/** A disk on which something else happens, so many times, while a new state is being written. */
const meanwhile = (step: () => void, times: number): Disk => ({
  ...nodeDisk,
  create(...to) {
    nodeDisk.create(...to);
    if (times-- > 0) step();
  },
});

describe('the block', () => {
  it('is read as it was written, is written once, and goes with its last line', () => {
    const file = fresh('# Mine\r\n\r\nno end');
    expect(changeOf(file, give(lines))).toMatchObject({ isChange: true, isNew: false, had: undefined });
    expect(writeBlock(file, give(lines)).isChange).toBe(true);
    const once = readFileSync(file, 'utf8');
    expect(once).toMatch(/no end\r\n\r\n<!-- headroom:learn:start -->\r\n## Learned/);
    expect(once).toContain('\r\n- Use `a\\1b` and `$&`, not `$1`. <!-- 0123abcd -->\r\n');
    expect(writeBlock(file, give(lines))).toMatchObject({ isChange: false, had: lines });
    expect(readFileSync(file, 'utf8')).toBe(once);
    writeBlock(file, give([]));
    expect(readFileSync(file, 'utf8')).toBe('# Mine\r\n\r\nno end');
    expect(writeBlock(file, give([])).isChange).toBe(false);
  });

  it('is not made of nothing', () => {
    const file = join(root, 'none', 'CLAUDE.md');
    expect(writeBlock(file, give([]))).toMatchObject({ isNew: true, isChange: false });
    expect(writeBlock(file, give(lines))).toMatchObject({ isNew: true, isChange: true });
    expect(readFileSync(file, 'utf8').startsWith(`${START}\n`)).toBe(true);
  });

  it.each([
    [`${START}\nno end`, 'marks without their partner; put the missing one back, or take the block out'],
    [`${START}\n${END}\n${START}\n${END}\n`, 'more than one block; take all but one out'],
    ['<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n', 'in the middle of a merge; end that first'],
    ['a\u0000b', 'not a text file; name another'],
  ])('leaves %j as it is', (text, problem) => {
    const file = fresh(text);
    expect(writeBlock(file, give(lines))).toMatchObject({ problem, isChange: false });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('takes with it a file that held nothing else', () => {
    const file = join(root, 'ours.md');
    writeBlock(file, give(lines));
    writeBlock(file, give([]));
    expect(existsSync(file)).toBe(false);
  });

  it('is not written through a link that leads out of where it belongs, unless that is named', () => {
    const inside = join(root, 'project');
    mkdirSync(inside);
    const far = fresh('# Far\n');
    const link = join(inside, 'link.md');
    symlinkSync(far, link);
    const bounds = { within: [inside] };
    expect(writeBlock(link, give(lines), { bounds }).problem).toContain(`--outside ${far}`);
    expect(readFileSync(far, 'utf8')).toBe('# Far\n');
    expect(writeBlock(link, give(lines), { bounds: { ...bounds, outside: [far] } })).toMatchObject({ isChange: true });
    expect(readFileSync(far, 'utf8')).toContain(START);
  });

  it('is written through a link, and not into a hard link, a folder or what is read-only', () => {
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
    const kept = fresh('x');
    chmodSync(kept, 0o444);
    expect(writeBlock(kept, give(lines)).problem).toBe('it is read-only');
  });

  it('is chosen anew where the file changed while it was written, and given up where it always does', () => {
    const file = fresh('one\n');
    const had: unknown[] = [];
    const disk = meanwhile(() => writeFileSync(file, `two\n${START}\n- mine <!-- 00000000 -->\n${END}\n`), 1);
    const choose = (lines: readonly Line[] | undefined) => {
      had.push(lines);
      return lines ?? [{ id: '11111111', text: 'new' }];
    };
    writeBlock(file, choose, { disk });
    expect(had).toEqual([undefined, [{ id: '00000000', text: 'mine' }]]);
    expect(readFileSync(file, 'utf8')).toMatch(/^two\n.*- mine <!-- 00000000 -->\n/s);
    let turn = 0;
    const busy = meanwhile(() => writeFileSync(file, `${turn++}\n`), Number.POSITIVE_INFINITY);
    expect(writeBlock(file, give(lines), { disk: busy }).problem).toBe('it is being changed by something else');
    expect(readFileSync(file, 'utf8')).toBe(`${turn - 1}\n`);
  });

  it('cannot be written where the system says no', () => {
    const disk: Disk = {
      ...nodeDisk,
      create: () => {
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      },
    };
    expect(writeBlock(fresh('x\n'), give(lines), { disk }).problem).toBe('it cannot be written (ENOSPC)');
  });
});
