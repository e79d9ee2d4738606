import type { InTurns } from '../../model/in-turns.js';

/** A key, list item, section, block or document, with the comment above it and everything below it. Rows, both ends included. */
export interface Entry {
  readonly from: number;
  /** The row of its own key, after the comments that lead to it. */
  readonly head: number;
  readonly to: number;
  /** The key or, for list items, ''. */
  readonly key: string;
  readonly isItem: boolean;
  readonly children: readonly Entry[];
}

interface Draft extends Entry {
  from: number;
  to: number;
  readonly level: number;
  readonly children: Draft[];
}

export const COMMENT = /^\s*(?:#|;|\/\/)/;
const SKIPPED = /^(?:$|#|;|\/\/|\/\*|\*(?:\/| |$)|%|\.\.\.$)/;
const DOCUMENT = /^---(?:\s|$)/;
const SECTION = /^\[{1,2}([^\]]+)\]{1,2}\s*(?:[#;].*)?$/;
const CLOSING = /^[}\])]/;
const ITEM = /^(?:- +)*-(?:$| +)/;
const BLOCK = /\{\s*(?:(?:#|\/\/)[\s\S]*)?$/;
/** A text over several rows begins behind a key, or as an item of its own. */
export const BLOCK_TEXT = /:\s*(?:[&!][^\s:]+\s+)?[|>][+-]?\d?\s*(?:#[\s\S]*)?$/;
const ITEM_TEXT = /^(?:- +)*- +[|>][+-]?\d?$/;
const PAIR = /^(?:export\s+)?("[^"]*"|[\w.$@%/-]+(?: [\w.-]+){0,4})\s*=/;
const QUOTED = /^(?:"[^"]*"|'[^']*')(?=\s*:(?:\s|$))/;
const SETTING = /^[\w.-]+(?=\s[^{}]*;)/;
const LONGEST_KEY = 400;
const ROWS_A_TURN = 256;
/** Documents hold sections, and sections whatever stands at the left edge. */
const [OF_DOCUMENT, OF_SECTION] = [-2, -1];

/**
 * Reads any notation that nests by indentation, by sections or by braces on lines of their own: YAML, TOML, INI, properties, `.env`,
 * nginx, HCL. Rows it cannot read belong to the entry above. Linear.
 */
export function* readEntries(lines: readonly string[]): InTurns<readonly Entry[]> {
  const roots: Draft[] = [];
  const open: Draft[] = [];
  const hasDocuments = lines.filter((line) => DOCUMENT.test(line)).length > 1;
  let text = Number.POSITIVE_INFINITY;
  for (const [row, raw] of lines.entries()) {
    if (row % ROWS_A_TURN === 0) yield;
    const line = raw.trimEnd();
    const bare = line.trimStart();
    const indent = line.length - bare.length;
    if (bare !== '' && indent <= text) text = Number.POSITIVE_INFINITY;
    if (SKIPPED.test(bare)) continue;
    if (DOCUMENT.test(line) && !hasDocuments) {
      open.length = 0;
      continue;
    }
    const head = headOf(line, bare);
    const level = head?.level ?? 2 * indent + (ITEM.test(bare) ? 1 : 0);
    const isEntry = head !== undefined && indent <= text;
    while (open.length > 0 && open.at(-1)!.level >= level + (isEntry ? 0 : 1)) open.pop();
    if (!isEntry) {
      const above = open.at(-1) ?? roots.at(-1);
      if (above) above.to = row;
      continue;
    }
    const { key, isItem } = head;
    const entry: Draft = { from: row, head: row, to: row, key, isItem, level, children: [] };
    (open.at(-1)?.children ?? roots).push(entry);
    open.push(entry);
    if (BLOCK_TEXT.test(line) || ITEM_TEXT.test(bare)) text = indent;
  }
  settle(roots, lines, -1);
  return roots;
}

/** What a line begins, and how deep it stands; undefined for one that goes on with, or closes, what is above it. */
function headOf(line: string, bare: string): Pick<Draft, 'key' | 'isItem' | 'level'> | undefined {
  if (DOCUMENT.test(line)) return { key: '', isItem: false, level: OF_DOCUMENT };
  const title = line === bare && line.length < LONGEST_KEY ? SECTION.exec(line)?.[1]?.trim() : undefined;
  if (title !== undefined) return { key: title, isItem: false, level: OF_SECTION };
  const level = 2 * (line.length - bare.length);
  if (ITEM.test(bare)) return { key: '', isItem: true, level: level + 1 };
  if (CLOSING.test(bare)) return undefined;
  const own = bare.slice(0, LONGEST_KEY);
  const key = BLOCK.test(own) ? own.replace(BLOCK, '').replace(/[=:]\s*$/, '') : keyOf(own);
  return key === undefined ? undefined : { key: key.replace(/["']/g, '').trim(), isItem: false, level };
}

function keyOf(text: string): string | undefined {
  const quoted = QUOTED.exec(text)?.[0] ?? PAIR.exec(text)?.[1];
  if (quoted !== undefined || /^['"{[\],|>&!]/.test(text)) return quoted;
  const colon = /:(?=\s|$)/.exec(text)?.index ?? -1;
  return colon > 0 && !text.slice(0, colon).includes(' #') ? text.slice(0, colon) : SETTING.exec(text)?.[0];
}

/** Gives every entry the comments right above it, and every parent the rows of its children. */
function settle(entries: readonly Draft[], lines: readonly string[], after: number): void {
  let last = after;
  for (const entry of entries) {
    while (entry.from - 1 > last && COMMENT.test(lines[entry.from - 1]!)) entry.from--;
    settle(entry.children, lines, entry.head);
    entry.to = Math.max(entry.to, entry.children.at(-1)?.to ?? 0);
    last = entry.to;
  }
}
