import type { InTurns } from '../../model/in-turns.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { indentOf, nameOf, readLine, type TreeLine } from './read-line.js';

const WRAPPERS = new Set(
  'generic group none presentation section rowgroup layouttable layouttablerow layouttablecell listmarker linebreak'.split(
    ' ',
  ),
);
/** What only says how a change is read aloud. */
const ALOUD = /, (?:live|relevant|atomic|busy)(?:=(?:'[^']*'|\w+))?/g;

export interface Dropped {
  readonly lines: readonly string[];
  readonly wrappers: number;
  readonly repeats: number;
}

/** Leaves out containers without name and reference and texts that repeat the name they stand under; what was in them moves up. */
export function* dropWrappers(lines: readonly string[]): InTurns<Dropped> {
  const kept: string[] = [];
  /** The lines that the current one stands in: how deep, how much less deep its content is shown, and its name. */
  const open: { readonly indent: number; readonly less: number; readonly name: string }[] = [];
  let step = 8;
  yield* itemsInTurns(lines, (line) => {
    const indent = indentOf(line);
    if (indent > 0 && indent < step) step = indent;
  });
  let [wrappers, repeats] = [0, 0];
  yield* itemsInTurns(lines, (text) => {
    const indent = indentOf(text);
    if (text.trim() === '' && indent === 0) {
      kept.push(text);
      return;
    }
    while (open.length > 0 && open.at(-1)!.indent >= indent) open.pop();
    const above = open.at(-1);
    const less = above?.less ?? 0;
    const line = readLine(text);
    if (above && saysAgain(text, line, above.name)) {
      repeats += 1;
      open.push({ indent, less, name: above.name });
    } else if (line && isWrapper(line)) {
      wrappers += 1;
      open.push({ indent, less: less + step, name: above?.name ?? '' });
    } else {
      kept.push(text.slice(Math.min(less, indent)));
      open.push({ indent, less, name: line ? nameOf(line) : '' });
    }
  });
  return { lines: kept, wrappers, repeats };
}

function isWrapper(line: TreeLine): boolean {
  if (line.ref !== '' || /\[ref=/.test(line.rest) || !WRAPPERS.has(line.role.toLowerCase())) return false;
  const rest = line.rest.replace(ALOUD, '').replace(/:$/, '').trim();
  return rest === '' || rest === "''" || rest === '""' || (line.role === 'ListMarker' && /^(['"]).{0,4}\1$/.test(rest));
}

function saysAgain(text: string, line: TreeLine | undefined, name: string): boolean {
  if (name === '') return text.trim() === '';
  if (!line) return text.trim() === name;
  const isText = /^(?:statictext|text|generic|labeltext)$/i.test(line.role);
  return isText && line.ref === '' && !/\[/.test(line.rest) && nameOf(line) === name;
}
