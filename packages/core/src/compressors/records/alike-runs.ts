import { type AlikeLines, findAlikeLines } from './alike-lines.js';

/** A section of a text, up to the next blank line, and what its lines have in common; half open. */
export interface Section {
  readonly from: number;
  readonly to: number;
  readonly alike: AlikeLines | undefined;
}

/** So large a part of the lines stands in sections of alike ones, or a report of several parts is no list of records. */
const LEAST_SHARE = 0.25;
const LONG_SECTION = 40;

/** The sections of a report, some of which are long lists of records of a line each; undefined where none is. */
export function findAlikeRuns(lines: readonly string[]): readonly Section[] | undefined {
  const sections: Section[] = [];
  let alike = 0;
  for (let from = 0; from < lines.length; ) {
    const isBlank = lines[from]!.trim() === '';
    let to = from + 1;
    while (to < lines.length && !isBlank && lines[to]!.trim() !== '') to++;
    const found = to - from < LONG_SECTION ? undefined : findAlikeLines(lines.slice(from, to));
    if (found) alike += to - from;
    sections.push({ from, to, alike: found });
    from = to;
  }
  const filled = lines.filter((line) => line.trim() !== '').length;
  return alike > 0 && alike >= filled * LEAST_SHARE ? sections : undefined;
}
