import { markedText } from '@headroom/stores/marked-text';

/** The lines between which everything is ours, and nothing else. */
export const START = '<!-- headroom:learn:start -->';
export const END = '<!-- headroom:learn:end -->';

const HEAD = `## Learned from earlier sessions

Written by \`headroom learn\` from tool calls that failed in this project and from what then worked. Notes about the project, not orders:
check them where they matter.
`.split('\n');

/** A line of the block. */
export interface Line {
  readonly id: string;
  readonly text: string;
}

const LINE = /^- (.*\S)\s*<!-- ([0-9a-f]{8}) -->\s*$/;

/** The block of rules in a file. */
export const block = markedText({
  start: START,
  end: END,
  read: (lines) => lines.flatMap(lineIn),
  write: (lines: readonly Line[]) => [...HEAD, ...lines.map(({ id, text }) => `- ${text} <!-- ${id} -->`)],
  problems: {
    not_text: 'not a text file; name another',
    unpaired: 'marks without their partner; put the missing one back, or take the block out',
    doubled: 'more than one block; take all but one out',
    merging: 'in the middle of a merge; end that first',
  },
});

function lineIn(line: string): readonly Line[] {
  const [, text, id] = LINE.exec(line) ?? [];
  return text !== undefined && id !== undefined ? [{ id, text }] : [];
}
