import type { Block } from './alike-blocks.js';

const FEWEST = 12;
/** So large a part of all lines stands in elements of one name. */
const MOSTLY = 0.6;
/** An element begins or ends in a line: how far from the left, and its name. */
const OPENS = /^(\s*)<([A-Za-z_][\w:.-]*)/;
const PART = /<([A-Za-z_][\w:.-]*)((?:\s[^<>]*)?)>([^<]*)/g;
const ATTRIBUTE = /(?<![\w:.-])([\w:.-]+)=(?:"([^"]*)"|'([^']*)')/g;
const LONGEST = 2000;

/** Whether lines are XML. */
export function isMarkup(lines: readonly string[]): boolean {
  const first = lines.find((line) => line.trim() !== '' && !/^\s*<[?!]/.test(line));
  return first !== undefined && OPENS.test(first);
}

/**
 * The outermost elements that come again and again, each from the line in which it begins to that in which it ends, and what stands
 * between them; undefined where hardly any lines stand in such elements.
 */
export function elementsIn(lines: readonly string[]): readonly Block[] | undefined {
  const rows = new Map<string, number[]>();
  for (const [row, line] of lines.entries()) {
    const [, indent = '', name] = OPENS.exec(line) ?? [];
    if (name === undefined) continue;
    const key = `${indent}<${name}`;
    const found = rows.get(key);
    if (found) found.push(row);
    else rows.set(key, [row]);
  }
  const often = [...rows].filter(([, found]) => found.length >= FEWEST);
  const byDepth = often.sort(([a, as], [b, bs]) => a.indexOf('<') - b.indexOf('<') || bs.length - as.length);
  for (const [key, starts] of byDepth) {
    const blocks = blocksOf(lines, key, starts);
    const inside = blocks.reduce((sum, { from, to, isUsual }) => sum + (isUsual ? to - from : 0), 0);
    if (inside >= lines.length * MOSTLY) return blocks;
  }
  return undefined;
}

function blocksOf(lines: readonly string[], key: string, starts: readonly number[]): Block[] {
  const blocks: Block[] = [];
  let behind = starts[0]!;
  for (const [i, from] of starts.entries()) {
    // An element in another of its name belongs to that one.
    if (from < behind) continue;
    const to = endOf(lines, key, from, starts[i + 1] ?? lines.length);
    if (from > behind) blocks.push({ from: behind, to: from, isUsual: false });
    blocks.push({ from, to, isUsual: true });
    behind = to;
  }
  return behind < lines.length ? [...blocks, { from: behind, to: lines.length, isUsual: false }] : blocks;
}

function endOf(lines: readonly string[], key: string, from: number, next: number): number {
  const name = key.trimStart().slice(1);
  const line = lines[from]!.trimEnd();
  if (line.endsWith('/>') || line.endsWith(`</${name}>`)) return from + 1;
  const close = `${key.slice(0, key.indexOf('<'))}</${name}>`;
  for (let row = from + 1; row < next; row++) if (lines[row]!.startsWith(close)) return row + 1;
  return next;
}

/** What an element says, by the names of its parts and attributes; of a name that comes again the first. */
export function fieldsOfElement(lines: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const add = (name: string, value: string): void => {
    if (value !== '' && !fields.has(name)) fields.set(name, value);
  };
  for (const line of lines)
    for (const [, name = '', attributes = '', text = ''] of line.slice(0, LONGEST).matchAll(PART)) {
      for (const [, attribute = '', quoted, single] of attributes.matchAll(ATTRIBUTE))
        add(`${name} ${attribute}`, (quoted ?? single ?? '').trim());
      add(name, text.trim());
    }
  return fields;
}
