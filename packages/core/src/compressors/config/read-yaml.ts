import { type Draft, draftAt } from './entries.js';

const ITEM = /^(\s*)((?:- +)*-)(?: +([\s\S]*))?$/;
const QUOTED_KEY = /^(?:"(?:[^"\\]|\\.)*"|'[^']*')(?=\s*:(?:\s|$))/;
const BLOCK_TEXT = /^(?:[&!][\w-]*\s+)*[|>][+-]?\d?[+-]?\s*(?:#.*)?$/;

interface Line {
  readonly indent: number;
  readonly item: boolean;
  readonly key: string;
  readonly value: string;
}

function readLine(line: string): Line {
  const item = ITEM.exec(line);
  const indent = item ? (item[1]?.length ?? 0) : line.length - line.trimStart().length;
  const rest = item ? (item[3] ?? '') : line.trim();
  const key = keyOf(rest.slice(0, 400));
  const value = key === '' ? rest : rest.slice(rest.indexOf(':', key.length) + 1).trimStart();
  return { indent, item: item !== null, key, value };
}

/** The key at the beginning of `key: value`, quotes included, or ''. */
function keyOf(text: string): string {
  const quoted = QUOTED_KEY.exec(text)?.[0];
  if (quoted !== undefined) return quoted;
  if (/^[#'"{[\]},|>&!*]/.test(text) && !/^[*&!]\S+ *:/.test(text)) return '';
  for (let at = text.indexOf(':'); at > 0; at = text.indexOf(':', at + 1)) {
    const next = text.charCodeAt(at + 1);
    if (Number.isNaN(next) || next === 32 || next === 9)
      return text.lastIndexOf(' #', at) >= 0 ? '' : text.slice(0, at).trimEnd();
  }
  return '';
}

/** The last row of a block text or quoted text that begins at a row; deeper or blank rows belong to it. */
function textEnd(lines: readonly string[], row: number, indent: number): number {
  let end = row;
  for (let next = row + 1; next < lines.length; next++) {
    const line = lines[next] ?? '';
    if (line.trim() === '') continue;
    if (line.length - line.trimStart().length <= indent) break;
    end = next;
  }
  return end;
}

/** Reads YAML by indentation: keys, list items, block texts, documents. Rows it cannot read belong to the entry above. */
export function readYaml(lines: readonly string[]): Draft[] {
  const roots: Draft[] = [];
  const open: Draft[] = [];
  const documents = lines.filter((line) => /^---(?:\s|$)/.test(line)).length > 1;
  for (let row = 0; row < lines.length; row++) {
    const line = (lines[row] ?? '').trimEnd();
    const bare = line.trimStart();
    if (bare === '' || bare.startsWith('#') || /^(?:%|\.\.\.$)/.test(line)) continue;
    if (/^---(?:\s|$)/.test(line)) {
      if (documents) {
        const document = draftAt(row, '', '', -1);
        open.splice(0, open.length, document);
        roots.push(document);
      } else open.length = 0;
      continue;
    }
    const { indent, item, key, value } = readLine(line);
    const level = 2 * indent + (item ? 1 : 0);
    while (open.length > 0 && (open.at(-1)?.level ?? 0) >= level) open.pop();
    const parent = open.at(-1);
    if (!item && key === '') {
      const above = parent ?? roots.at(-1);
      if (above) above.to = Math.max(above.to, row);
      continue;
    }
    const entry = draftAt(row, line, item ? '' : key.replace(/^["']|["']$/g, ''), level);
    entry.isItem = item;
    const long = BLOCK_TEXT.test(value) || (/^["']/.test(value) && !/["']\s*(?:#[\s\S]*)?$/.test(value.slice(1)));
    if (long) {
      entry.to = textEnd(lines, row, item && key ? indent + 1 : indent);
      entry.isText = !item || key === '';
      row = entry.to;
    }
    (parent?.children ?? roots).push(entry);
    open.push(entry);
  }
  return roots;
}
