import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Disk, nodeDisk } from './disk.js';
import { findFile, removeFound, replaceFound } from './found-file.js';

const root = mkdtempSync(join(tmpdir(), 'found-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;

/** A folder of its own with a file in it. */
function place(text = 'old\n') {
  const folder = join(root, String(folders++));
  const file = join(folder, 'a.md');
  mkdirSync(folder);
  writeFileSync(file, text);
  return { folder, file };
}

const bytes = (text: string) => Buffer.from(text);
/** A disk on which something else happens while the new state is being written. */
const meanwhile = (step: () => void): Disk => ({
  ...nodeDisk,
  create(...to) {
    nodeDisk.create(...to);
    step();
  },
});

describe('a file of somebody else', () => {
  it('is found, or there is none', () => {
    const { folder, file } = place();
    expect(findFile(nodeDisk, file)).toEqual({ bytes: bytes('old\n'), isReadOnly: false });
    expect(findFile(nodeDisk, join(folder, 'x', 'none.md'))).toEqual({ bytes: undefined, isReadOnly: false });
    chmodSync(file, 0o444);
    expect(findFile(nodeDisk, file)).toMatchObject({ isReadOnly: true });
  });

  it('is left alone where it could not be replaced safely', () => {
    const { folder, file } = place();
    expect(findFile(nodeDisk, folder)).toBe('it is no file');
    const broken = {
      ...nodeDisk,
      read: () => {
        throw Object.assign(new Error('no'), { code: 'EIO' });
      },
    };
    expect(findFile(broken, file)).toBe('it cannot be read (EIO)');
    linkSync(file, join(folder, 'twin.md'));
    expect(findFile(nodeDisk, file)).toContain('hard links');
    const large = join(folder, 'large.md');
    writeFileSync(large, '');
    truncateSync(large, 16_000_001);
    expect(findFile(nodeDisk, large)).toBe('it is larger than 16 MB');
  });

  it('is replaced through a link, its mode kept, and nothing stays beside it', () => {
    const { folder, file } = place();
    chmodSync(file, 0o640);
    const link = join(folder, 'link.md');
    symlinkSync('a.md', link);
    expect(replaceFound(nodeDisk, link, bytes('old\n'), bytes('new\n'))).toBe(true);
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['new\n', 0o640]);
    expect(readdirSync(folder).sort()).toEqual(['a.md', 'link.md']);
  });

  it('is made with the folders that it lacks', () => {
    const { folder } = place();
    const file = join(folder, 'x', 'y', 'new.md');
    expect(replaceFound(nodeDisk, file, undefined, bytes('new\n'))).toBe(true);
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['new\n', 0o644]);
  });

  it('is left as it is where it changed since it was read', () => {
    const { folder, file } = place();
    const other = join(folder, 'other.md');
    const changes: Record<string, () => void> = {
      written: () => writeFileSync(file, 'theirs\n'),
      removed: () => unlinkSync(file),
      'given a second name': () => linkSync(file, other),
      'a link now': () => {
        writeFileSync(other, 'old\n');
        unlinkSync(file);
        symlinkSync('other.md', file);
      },
    };
    for (const [what, step] of Object.entries(changes)) {
      for (const path of [file, other]) rmSync(path, { force: true });
      writeFileSync(file, 'old\n');
      expect(replaceFound(meanwhile(step), file, bytes('old\n'), bytes('new\n')), what).toBe(false);
      for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8'), what).not.toBe('new\n');
      expect(
        readdirSync(folder).filter((name) => name.endsWith('-new')),
        what,
      ).toEqual([]);
    }
    rmSync(file, { force: true });
    const made = meanwhile(() => writeFileSync(file, 'theirs\n'));
    expect(replaceFound(made, file, undefined, bytes('new\n'))).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe('theirs\n');
  });

  it('is not reached by a link that leads out of the project, unless that file or its folder is named', () => {
    const { folder, file } = place();
    const { folder: other, file: far } = place('far\n');
    const link = join(folder, 'link.md');
    symlinkSync(far, link);
    const within = [folder];
    expect(findFile(nodeDisk, file, { within })).toMatchObject({ bytes: bytes('old\n') });
    expect(findFile(nodeDisk, link, { within })).toContain(`leads out of the project, to ${far}`);
    expect(findFile(nodeDisk, link, { within: [`${folder}/..`] })).toMatchObject({ bytes: bytes('far\n') });
    for (const outside of [far, other])
      expect(findFile(nodeDisk, link, { within, outside: [outside] })).toMatchObject({ bytes: bytes('far\n') });
    // One whose name begins alike is another.
    expect(findFile(nodeDisk, link, { within: [far.slice(0, -1)] })).toContain('leads out');
    symlinkSync(join(other, 'none', 'x.md'), join(folder, 'dangling.md'));
    expect(findFile(nodeDisk, join(folder, 'dangling.md'), { within })).toContain('leads out');
  });

  it('goes where no byte of it is left, but for one that a link leads to', () => {
    const { folder, file } = place();
    symlinkSync(file, join(folder, 'link.md'));
    expect(replaceFound(nodeDisk, join(folder, 'link.md'), bytes('old\n'), bytes(''))).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('');
    writeFileSync(file, 'old\n');
    expect(replaceFound(nodeDisk, file, bytes('other\n'), bytes(''))).toBe(false);
    expect(replaceFound(nodeDisk, file, bytes('old\n'), bytes(''))).toBe(true);
    expect(readdirSync(folder)).toEqual(['link.md']);
  });

  it('is removed only while it is what was read', () => {
    const { file } = place();
    expect(removeFound(nodeDisk, file, bytes('other\n'))).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe('old\n');
    expect(removeFound(nodeDisk, file, bytes('old\n'))).toBe(true);
    expect(removeFound(nodeDisk, file, bytes('old\n'))).toBe(true);
    expect(nodeDisk.look(file)).toBeUndefined();
  });
});
