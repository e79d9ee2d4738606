import type { Block } from './alike-blocks.js';

const FEWEST = 12;
/** So large a part of all lines stands in elements of one name. */
const MOSTLY = 0.6;
/** An element begins or ends in a line: how far from the left, and its name. */
const OPENS = /^(\s*)<([A-Za-z_][\w:.-]*)/;
const PART = /<([A-Za-z_][\w:.-]*)((?:\s[^<>]*)?)>([^<]*)/g;
const ATTRIBUTE = /(?<![\w:.-])([\w:.-]+)=(?:"([^"]*)"|'([^']*)')/g;
const LONGEST = 2000;
const MOST_NAMES = 8;
/** An element that ends where it begins has two of its tags there. */
const MOST_TAGS = 2;
const ENDS = />\s*$/;

/** Whether lines are XML. */
export function isMarkup(lines: readonly string[]): boolean {
  const first = lines.find((line) => line.trim() !== '' && !/^\s*<[?!]/.test(line));
  return first !== undefined && OPENS.test(first);
}

/**
 * The outermost elements that come again and again, each from the line in which it begins to that in which it ends, and what stands
 * between them; undefined where hardly any lines stand in such elements, or where lines do not tell where one ends.
 */
export function elementsIn(lines: readonly string[]): readonly Block[] | undefined {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const key = OPENS.exec(line)?.[0];
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const often = [...counts].filter(([, count]) => count >= FEWEST);
  const byDepth = often.sort(([a, as], [b, bs]) => a.indexOf('<') - b.indexOf('<') || bs - as);
  for (const [key] of byDepth.slice(0, MOST_NAMES)) {
    const blocks = blocksOf(lines, key);
    const inside = blocks?.reduce((sum, { from, to, isUsual }) => sum + (isUsual ? to - from : 0), 0) ?? 0;
    if (inside >= lines.length * MOSTLY) return blocks;
  }
  return undefined;
}

function blocksOf(lines: readonly string[], key: string): Block[] | undefined {
  const name = key.trimStart().slice(1);
  const blocks: Block[] = [];
  let [behind, from, depth] = [0, 0, 0];
  for (const [row, line] of lines.entries()) {
    const tags = tagsOf(line, name);
    if (!tags) return undefined;
    if (depth === 0 && tags.count === 0) continue;
    if (depth === 0) {
      if (OPENS.exec(line)?.[0] !== key) return undefined;
      from = row;
    }
    depth += tags.open;
    if (depth < 0) return undefined;
    if (depth > 0) continue;
    // What stood behind its end in the same line would belong to nothing.
    if (!ENDS.test(line) || tags.count > MOST_TAGS) return undefined;
    if (from > behind) blocks.push({ from: behind, to: from, isUsual: false });
    behind = row + 1;
    blocks.push({ from, to: behind, isUsual: true });
  }
  if (depth > 0) return undefined;
  return behind < lines.length ? [...blocks, { from: behind, to: lines.length, isUsual: false }] : blocks;
}

/** The tags of a name in a line, and how many more begin than end; undefined where one goes on in the next line. */
function tagsOf(line: string, name: string): { readonly count: number; readonly open: number } | undefined {
  let [count, open] = [0, 0];
  for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + name.length)) {
    const isEnd = line[at - 1] === '/' && line[at - 2] === '<';
    if ((!isEnd && line[at - 1] !== '<') || /[\w:.-]/.test(line[at + name.length] ?? '')) continue;
    const behind = line.indexOf('>', at);
    if (behind < 0) return undefined;
    count += 1;
    if (isEnd) open -= 1;
    else if (line[behind - 1] !== '/') open += 1;
  }
  return { count, open };
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
