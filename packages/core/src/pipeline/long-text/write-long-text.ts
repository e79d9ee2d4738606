import type { Shorter } from '../../model/compressor.js';
import { counted } from '../../units/sum.js';
import type { LongText } from './read-long-text.js';

/**
 * A long text with its beginning shortened, or as it stands where there is no shorter one: what of the rest is shown follows by
 * its line numbers.
 */
export function writeLongText(
  shorter: Shorter,
  { head: whole, lines, from, to, kept }: LongText,
  firstLine = 1,
): Shorter {
  const head = shorter.kind === 'trimmed' ? shorter : undefined;
  const comment = head?.omitted.comment;
  const note = comment === undefined ? '' : `${comment} `;
  const left = to - from - kept.length;
  const [first, last] = [from + firstLine, to - 1 + firstLine];
  const but = kept.length === 0 ? ']' : '; those that are not or that stand out, by line:]';
  const end = lines.length > to ? [`${note}[the last ${counted(lines.length - to, 'line')}:]`, ...lines.slice(to)] : [];
  const text = [
    head?.text ?? whole,
    `${note}[… ${left} lines, ${first}-${last}, each like one of the lines before ${first}${but}`,
    ...kept.map((row) => `${note}${row + firstLine}: ${lines[row]!.trimEnd()}`),
    ...end,
  ].join('\n');
  const before = head ? `${head.omitted.summary} (of the first ${counted(from, 'line')}); ` : '';
  const summary = `${before}${left} of ${counted(to - from, 'line')} behind the first ${from}, like those`;
  return { ...(head ?? { kind: 'trimmed', licence: 'repeats' }), text, omitted: { ...head?.omitted, summary } };
}
