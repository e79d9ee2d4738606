/** How a configuration file is nested. */
export type Notation = 'yaml' | 'sections' | 'braces';

/** A key, list item, section, block or document, with the comment above it and everything below it. */
export interface Entry {
  readonly from: number;
  /** The row of its own key, after the comments that lead to it. */
  readonly head: number;
  readonly to: number;
  readonly indent: string;
  /** The key or, for list items, ''. */
  readonly key: string;
  readonly isItem: boolean;
  /** A text or list of values that is one entry with what follows on more rows. */
  readonly isText: boolean;
  readonly children: readonly Entry[];
}

/** A mutable entry while the file is read. */
export interface Draft {
  from: number;
  head: number;
  to: number;
  indent: string;
  key: string;
  isItem: boolean;
  isText: boolean;
  level: number;
  children: Draft[];
}

/** A new entry of one row. */
export function draftAt(row: number, line: string, key: string, level: number): Draft {
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  return { from: row, head: row, to: row, indent, key, isItem: false, isText: false, level, children: [] };
}

const COMMENT = /^\s*(?:#|;|\/\/)/;

/** Gives every entry the comments right above it, and every parent the rows of its children. */
export function settle(entries: readonly Draft[], lines: readonly string[], after: number): void {
  let last = after;
  for (const entry of entries) {
    while (entry.from - 1 > last && COMMENT.test(lines[entry.from - 1] ?? '')) entry.from--;
    settle(entry.children, lines, entry.head);
    entry.to = Math.max(entry.to, entry.children.at(-1)?.to ?? 0);
    last = entry.to;
  }
}
