import type { Shorter } from '../../model/compressor.js';
import { counted } from '../../units/sum.js';
import type { LongText } from './read-long-text.js';

type Trimmed = Extract<Shorter, { kind: 'trimmed' }>;

/** A long text with its beginning shortened: what of the rest is shown stands behind that by its line numbers. */
export function writeLongText(head: Trimmed, { lines, from, to, kept }: LongText, firstLine = 1): Trimmed {
  const { comment } = head.omitted;
  const note = comment === undefined ? '' : `${comment} `;
  const left = to - from - kept.length;
  const [first, last] = [from + firstLine, to - 1 + firstLine];
  const but = kept.length === 0 ? ']' : '; those that are not or that stand out, by line:]';
  const end = lines.length > to ? [`${note}[the last ${counted(lines.length - to, 'line')}:]`, ...lines.slice(to)] : [];
  const text = [
    head.text,
    `${note}[… ${left} lines, ${first}-${last}, each like one of the lines before ${first}${but}`,
    ...kept.map((row) => `${note}${row + firstLine}: ${lines[row]!.trimEnd()}`),
    ...end,
  ].join('\n');
  const summary = `${head.omitted.summary} (of the first ${counted(from, 'line')}); ${left} of ${counted(to - from, 'line')} after them, like those`;
  return { ...head, text, omitted: { ...head.omitted, summary } };
}
