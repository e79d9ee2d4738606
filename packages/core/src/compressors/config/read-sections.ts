import { type Draft, draftAt } from './entries.js';

const SECTION = /^\s*\[{1,2}([^\]]+)\]{1,2}\s*(?:[#;].*)?$/;
const PAIR = /^\s*(?:export\s+)?("[^"]*"|[\w.$@%/-]+(?:\s[\w.-]+){0,4})\s*[=:]/;

/** How many brackets a value leaves open, strings left aside; a triple quote counts as one of its own. */
function openBrackets(line: string): number {
  if ((line.split('"""').length - 1) % 2 === 1 || (line.split("'''").length - 1) % 2 === 1)
    return Number.POSITIVE_INFINITY;
  const bare = line.replace(/(?<!\\)"(?:[^"\\]|\\.)*"|'[^']*'/g, '').replace(/#.*/, '');
  let open = 0;
  for (const sign of bare) {
    if (sign === '[' || sign === '{') open++;
    else if (sign === ']' || sign === '}') open--;
  }
  return open;
}

/** The last row of a value that goes on over several rows. */
function valueEnd(lines: readonly string[], row: number): number {
  const line = lines[row] ?? '';
  let open = openBrackets(line.slice(line.search(/[=:]/) + 1));
  if (open === Number.POSITIVE_INFINITY) {
    const quotes = line.includes('"""') ? '"""' : "'''";
    const end = lines.findIndex((next, at) => at > row && next.includes(quotes));
    return end < 0 ? row : end;
  }
  let end = row;
  while (open > 0 && end + 1 < lines.length && end - row < 5000) open += openBrackets(lines[++end] ?? '');
  if (open > 0) return row;
  while (/\\\s*$/.test(lines[end] ?? '') && end + 1 < lines.length) end++;
  return end;
}

/** Reads TOML, INI, properties and `.env`: sections of keys, values over several rows included. */
export function readSections(lines: readonly string[]): Draft[] {
  const roots: Draft[] = [];
  let section: Draft | undefined;
  for (let row = 0; row < lines.length; row++) {
    const line = lines[row] ?? '';
    const title = line.length < 300 ? SECTION.exec(line)?.[1]?.trim() : undefined;
    if (title !== undefined) {
      section = draftAt(row, line, title, 0);
      roots.push(section);
      continue;
    }
    const key = PAIR.exec(line.slice(0, 200))?.[1];
    if (key === undefined || /^\s*[#;]/.test(line)) {
      const last = (section?.children ?? roots).at(-1);
      if (last && /^\s+\S/.test(line) && !/^\s*[#;]/.test(line)) last.to = row;
      continue;
    }
    const entry = draftAt(row, line, key.replace(/^"|"$/g, ''), 1);
    entry.to = valueEnd(lines, row);
    entry.isText = entry.to > row;
    row = entry.to;
    (section?.children ?? roots).push(entry);
  }
  return roots;
}
