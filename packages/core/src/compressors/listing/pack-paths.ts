import { GROUP, type Item, joinByFolder } from '../../packs/by-folder.js';
import { splitPath } from '../../reading/path-kind.js';

const ROOT_LINE = /^Under (\S+):$/;
const MIN_ROOT = 12;

/** The folders that all paths share, when saying them once pays. */
export function commonRoot(paths: readonly string[]): string {
  let root = paths[0] === undefined ? '' : splitPath(paths[0]).dir;
  for (const path of paths) {
    while (root !== '' && !path.startsWith(root)) root = splitPath(root.slice(0, -1)).dir;
    if (root === '') break;
  }
  return root.length >= MIN_ROOT && !/\s/.test(root) ? root : '';
}

/**
 * Says the folder of neighbouring paths once (`src/a/: x.ts y.ts`), and the root of all of them in a first line. Paths for
 * which `whole` is true stay as they are. {@link unpackPaths} reads it back.
 */
export function packPaths(lines: readonly string[], whole: (line: string) => boolean): string {
  const root = commonRoot(lines.filter((line) => line !== ''));
  const itemOf = (line: string): Item | undefined => {
    const { dir, name } = splitPath(line);
    return dir === '' || name === '' || /\s/.test(line) || whole(line) ? undefined : { dir, name, line };
  };
  const printed = joinByFolder(lines, itemOf, (items) =>
    items.length === 1 && root === ''
      ? items[0]!.line
      : `${items[0]!.dir.slice(root.length) || './'}: ${items.map(({ name }) => name).join(' ')}`,
  );
  return [...(root === '' ? [] : [`Under ${root}:`]), ...printed].join('\n');
}

/** Whether lines are packed paths, which no other kind may read as its own. */
export function arePackedPaths(lines: readonly string[]): boolean {
  if (ROOT_LINE.test(lines[0] ?? '')) return true;
  const groups = lines.filter((line) => GROUP.test(line)).length;
  return groups > 2 && groups > lines.length * 0.6;
}

/** The original lines of packed paths. */
export function unpackPaths(packed: string): string {
  const lines = packed.split('\n');
  const root = ROOT_LINE.exec(lines[0] ?? '')?.[1] ?? '';
  return (root === '' ? lines : lines.slice(1))
    .flatMap((line) => {
      const group = GROUP.exec(line);
      if (!group) return [line];
      const dir = root + (root !== '' && group[1] === './' ? '' : group[1]);
      return group[2]!.split(' ').map((name) => dir + name);
    })
    .join('\n');
}
