import { grouped } from '../../reading/grouped.js';
import { splitPath } from '../../reading/path-kind.js';
import type { Entry } from './read-entries.js';

/** Stands before a name that is joined with its neighbours; a text that has it is not read as a listing. */
export const NAME_MARK = '\ue1f7';

/** The name of an entry, its size behind it, marked to be joined with others of its folder. */
export function nameLine(entry: Entry): string {
  const { dir, name } = splitPath(entry.path);
  const size = entry.size && !(entry.folder && entry.mode) ? ` ${entry.size}` : '';
  return `${NAME_MARK}${dir}${NAME_MARK}${name}${entry.folder ? '/' : ''}${size}`;
}

/** Puts the names of one folder into one line where the first of them stands, `src/a/: x.ts y.ts`, below the root of all. */
export function joinNames(text: string, root: string): string {
  const lines = text.split('\n').map((line) => ({ line, parts: line.split(NAME_MARK) }));
  const folders = grouped(lines, ({ parts: [, dir, name] }) => (name === undefined ? undefined : dir));
  const printed: string[] = root === '' ? [] : [`Under ${root}:`];
  for (const { line, parts } of lines) {
    const dir = parts[1];
    if (dir === undefined) printed.push(line);
    else if (folders.has(dir)) {
      const names = folders.get(dir)!.map(({ parts }) => parts[2]!);
      printed.push(folderLine(dir, names, root));
      folders.delete(dir);
    }
  }
  return printed.join('\n');
}

function folderLine(dir: string, names: readonly string[], root: string): string {
  const where = dir.startsWith(root) ? dir.slice(root.length) : dir;
  const joined = names.join(names.some((name) => name.includes(' ')) ? ', ' : ' ');
  if (dir === '') return joined;
  // One name alone stays a path that can be used as it stands.
  return names.length === 1 && where !== '' ? where + joined : `${where || './'}: ${joined}`;
}
