import { type Bounds, type Disk, findFile, nodeDisk, replaceFound } from '@headroom/agents/install';
import { block, type Line } from './block.js';

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

/** Chooses the lines of a block, given those that stand there; undefined where there is none. */
type Choose = (had: readonly Line[] | undefined) => readonly Line[];

/** Where it is written: links lead no further than `bounds`, where there are some. */
export interface Place {
  readonly disk?: Disk;
  readonly bounds?: Bounds;
}

/** Looks at what writing lines into a file's block would do. Without any line the block is taken out. */
export function changeOf(file: string, choose: Choose, place: Place = {}): Change {
  return looked(file, choose, place).change;
}

/** Writes it, in one step, if nobody has changed the file since it was read; else reads it once more. */
export function writeBlock(file: string, choose: Choose, place: Place = {}): Change {
  const { disk = nodeDisk } = place;
  for (let tries = 0; ; tries++) {
    const { change, bytes, after } = looked(file, choose, place);
    if (change.problem !== undefined || !change.isChange) return change;
    try {
      if (replaceFound(disk, file, bytes, after)) return change;
    } catch (error) {
      return { ...change, problem: `it cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` };
    }
    if (tries > 3) return { ...change, problem: 'it is being changed by something else' };
  }
}

interface Looked {
  readonly change: Change;
  readonly bytes: Buffer | undefined;
  readonly after: Buffer;
}

function looked(file: string, choose: Choose, { disk = nodeDisk, bounds }: Place): Looked {
  const none = (problem: string): Looked => ({
    change: { file, had: undefined, lines: [], isNew: false, isChange: false, problem },
    bytes: undefined,
    after: Buffer.alloc(0),
  });
  const found = findFile(disk, file, bounds);
  if (typeof found === 'string') return none(found);
  if (found.isReadOnly) return none('it is read-only');
  const { bytes } = found;
  const text = block.read(bytes);
  if (typeof text === 'string') return none(text);
  const lines = choose(text.lines);
  const after = lines.length === 0 ? block.takeOut(text) : block.put(text, lines);
  const isChange = bytes === undefined ? lines.length > 0 : !after.equals(bytes);
  return { change: { file, had: text.lines, lines, isNew: bytes === undefined, isChange }, bytes, after };
}
