import { dirname } from 'node:path';
import { type Disk, nodeDisk, replaceFile } from '@headroom/agents/install';
import { type Cut, cut, type Line, withLines } from './block.js';

/** What is to be done to one file, or why it is not. */
export interface Change {
  readonly file: string;
  readonly had: readonly Line[] | undefined;
  readonly lines: readonly Line[];
  readonly isNew: boolean;
  /** False where the bytes would be the same. */
  readonly isChange: boolean;
  readonly problem?: string;
}

const NONE: Cut = { before: '', lines: undefined, after: '' };

/** Looks at what writing lines into a file's block would do. `choose` is given the lines that stand there. */
export function changeOf(
  file: string,
  choose: (had: readonly Line[] | undefined) => readonly Line[],
  disk: Disk = nodeDisk,
): Change {
  return looked(file, choose, disk).change;
}

/** Writes it, in one step, if nobody has changed the file since it was read; else reads it once more. */
export function writeBlock(
  file: string,
  choose: (had: readonly Line[] | undefined) => readonly Line[],
  disk: Disk = nodeDisk,
): Change {
  for (let tries = 0; ; tries++) {
    const { change, bytes, real, after } = looked(file, choose, disk);
    if (change.problem !== undefined || !change.isChange) return change;
    try {
      makeFolders(dirname(real), disk);
      const stillIs = () => {
        const now = disk.look(real) ? disk.read(real) : undefined;
        return now === undefined || bytes === undefined ? now === bytes : now.equals(bytes);
      };
      // Where nothing is left of a file that only held the block, an empty one stays: it may be the user's.
      if (replaceFile(disk, real, after, { look: disk.look(real), mode: 0o644, stillIs })) return change;
    } catch (error) {
      return { ...change, problem: `it cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` };
    }
    if (tries > 3) return { ...change, problem: 'it is being changed by something else' };
  }
}

function looked(file: string, choose: (had: readonly Line[] | undefined) => readonly Line[], disk: Disk) {
  const real = disk.real(file);
  const look = disk.look(real);
  const none = (problem: string) => ({
    change: { file, had: undefined, lines: [], isNew: false, isChange: false, problem } satisfies Change,
    bytes: undefined,
    real,
    after: Buffer.alloc(0),
  });
  if (look && look.kind !== 'file') return none('it is no file');
  if (look && look.links > 1) return none('it is one of several names of a file (a hard link)');
  if (look && !disk.isWritable(real)) return none('it is read-only');
  const bytes = look ? disk.read(real) : undefined;
  const found = bytes === undefined ? NONE : cut(bytes);
  if (typeof found === 'string') return none(found);
  const lines = choose(found.lines);
  const after = withLines(found, lines);
  const isChange = bytes === undefined ? lines.length > 0 : !after.equals(bytes);
  return {
    change: { file, had: found.lines, lines, isNew: bytes === undefined, isChange } as Change,
    bytes,
    real,
    after,
  };
}

function makeFolders(folder: string, disk: Disk): void {
  if (disk.look(folder)) return;
  makeFolders(dirname(folder), disk);
  disk.makeFolder(folder, 0o755);
}
