import { GROUP, type Item, joinByFolder } from '../../packs/by-folder.js';
import { splitPath } from '../../reading/path-kind.js';

const TITLE = 'Matches per file:';
const COUNTED = /^(.*[^:]):(\d{1,9})$/;

/** Whether a text is packed counts already, which must stay as they are. */
export function arePackedCounts(lines: readonly string[]): boolean {
  return lines[0] === TITLE;
}

/** The path and number of a `grep -c` line. */
export function readCount(line: string): { readonly path: string; readonly count: number } | undefined {
  const found = COUNTED.exec(line);
  return found ? { path: found[1]!, count: Number(found[2]) } : undefined;
}

/** Says folders once: `src/a/: x.ts 3, y.ts 0`. Lines for which `whole` is true stay as they are. */
export function packCounts(lines: readonly string[], whole: (line: string) => boolean): string {
  const itemOf = (line: string): Item | undefined => {
    const counted = readCount(line);
    const { dir, name } = splitPath(counted?.path ?? '');
    if (!counted || dir === '' || /\s/.test(line) || whole(line)) return undefined;
    return { dir, name: `${name} ${line.slice(counted.path.length + 1)}`, line };
  };
  // One file alone stays a path that can be used as it stands.
  const printed = joinByFolder(lines, itemOf, (items) =>
    items.length === 1 ? items[0]!.line : `${items[0]!.dir}: ${items.map(({ name }) => name).join(', ')}`,
  );
  return [TITLE, ...printed].join('\n');
}

/** The original lines of packed counts, or undefined for other texts. */
export function unpackCounts(packed: string): string | undefined {
  const [title, ...lines] = packed.split('\n');
  if (title !== TITLE) return undefined;
  return lines
    .flatMap((line) => {
      const group = GROUP.exec(line);
      return group ? group[2]!.split(', ').map((item) => group[1] + item.replace(' ', ':')) : [line];
    })
    .join('\n');
}
