import type { InTurns } from '../../model/in-turns.js';
import { linesInTurns } from '../../reading/in-turns.js';
import { isNaturalLanguage } from '../../reading/prose.js';
import { classOf, fieldsOf, isSign, WORD } from './field-class.js';
import { elementsIn, isMarkup } from './markup-elements.js';

/** Lines of one record, half open. */
export interface Block {
  readonly from: number;
  readonly to: number;
  /** Whether it is of the kind that nearly all are of. */
  readonly isUsual: boolean;
}

const FEWEST = 12;
const MOST_LINES = 160;
/** A head is common that so large a part of the blocks have; a block is usual when so many of its lines have one. */
const COMMON = 0.4;
const KIND = 0.1;
const USUAL_LINES = 0.6;
const USUAL_BLOCKS = 0.85;
const IN_USUAL_BLOCKS = 0.75;
/** A head that so many blocks have is one of a kind of them. */
const FEW_OF_KIND = 6;
/** In a usual block of two lines one begins like others. */
const LEAST_ALIKE = 0.5;
/** Source code is cut by its members, not by its blank lines. */
const MOST_CODE = 0.3;
const CODE = /[{};]\s*$|^\s*(?:<|\/\/|\/\*|[})\]])/;
const FIGURE = /^\s*[-+]?\d[\d.]*(?:e[-+]?\d+)?\s*$/i;
const MOST_FIGURES = 0.6;
const CANDIDATES = 6;
const MOST_LED = 0.15;
const SAMPLE_LINES = 400;

/**
 * Records of several lines: apart by blank lines, each begun by a line at the left edge, or each begun by the same word. Their
 * lines begin alike from record to record (`Alias:`, a date, `TITLE =`), as no two paragraphs do.
 */
export function* findAlikeBlocks(lines: readonly string[], fewest = FEWEST): InTurns<readonly Block[] | undefined> {
  if (isMarkup(lines)) return elementsIn(lines);
  const heads: string[] = [];
  let [filled, code, figures] = [0, 0, 0];
  yield* linesInTurns(lines, (line) => {
    heads.push(headOf(line));
    if (line.trim() === '') return;
    filled++;
    if (line.length < 40 && FIGURE.test(line)) figures++;
    if (CODE.test(line.length > 200 ? line.slice(-200) : line)) code++;
  });
  if (filled < fewest * 2 || code > filled * MOST_CODE || !comeAgain(heads, filled, fewest)) return undefined;
  // Codes and values in turns: which of them begins a record is not to be seen.
  if (figures > filled * MOST_FIGURES) return undefined;
  if (yield* isNaturalLanguage(lines.length > SAMPLE_LINES ? lines.slice(0, SAMPLE_LINES) : lines)) return undefined;
  for (const starts of startsOf(lines, heads, fewest)) {
    yield;
    const blocks = starts.length < fewest ? undefined : blocksOf(lines, heads, starts, fewest);
    if (blocks) return blocks;
  }
  return undefined;
}

/** Whether so many lines begin alike as there must be in blocks that are usual: a look before the costly ones. */
function comeAgain(heads: readonly string[], filled: number, fewest: number): boolean {
  const counts = new Map<string, number>();
  for (const head of heads) if (head !== '') counts.set(head, (counts.get(head) ?? 0) + 1);
  let alike = 0;
  for (const count of counts.values()) if (count >= fewest * COMMON) alike += count;
  return alike >= filled * USUAL_BLOCKS * LEAST_ALIKE;
}

/** How a line begins: how far from the left, and the word or the class of its first field, behind a sign; empty for a blank one. */
export function headOf(line: string): string {
  const [first, second] = fieldsOf(line.slice(0, 120));
  if (first === undefined) return '';
  const indent = Math.min(9, line.length - line.trimStart().length);
  const sign = second !== undefined && isSign(first) ? `${first[0]} ` : '';
  const field = sign === '' ? first : second!;
  const kind = classOf(field);
  return `${indent} ${sign}${kind === WORD ? field : kind}`;
}

/** Where records may begin, one list for each way in which they may be apart. */
function* startsOf(lines: readonly string[], heads: readonly string[], fewest: number): Generator<readonly number[]> {
  const isBlank = (row: number): boolean => row < 0 || heads[row] === '';
  yield [...heads.keys()].filter((row) => !isBlank(row) && isBlank(row - 1));
  const tried = new Set<string>();
  // The line that begins a record may number it: `=proc:<0.41.0>`.
  const shapes = heads.map((head) => head.slice(0, 1) + head.slice(1).replace(/\d+/g, '0'));
  const rows = new Map<string, number[]>();
  for (const [row, shape] of shapes.entries()) {
    const found = rows.get(shape);
    if (found) found.push(row);
    else rows.set(shape, [row]);
  }
  const least = shapes.reduce((at, shape) => (shape !== '' && shape[0]! < at ? shape[0]! : at), '9');
  const isOften = (row: number): boolean => rows.get(shapes[row]!)!.length >= fewest * COMMON;
  for (const [row, shape] of shapes.entries()) {
    const found = rows.get(shape)!;
    if (shape === '' || found.length < fewest || tried.has(shape) || shape[0] !== least) continue;
    // A line of its own before most of them would be the name of the record behind it.
    const led = found.filter((start) => !isBlank(start - 1) && !isOften(start - 1)).length;
    if (!isBlank(row - 1) && led > found.length * MOST_LED) continue;
    if (tried.add(shape).size > CANDIDATES) break;
    yield found;
  }
  const isIndented = (row: number): boolean => /^\s+\S/.test(lines[row] ?? '');
  yield [...heads.keys()].filter((row) => !isBlank(row) && !isIndented(row) && isIndented(row + 1));
}

function blocksOf(
  lines: readonly string[],
  heads: readonly string[],
  starts: readonly number[],
  fewest: number,
): readonly Block[] | undefined {
  const blocks = starts.map((from, b) => ({ from, to: starts[b + 1] ?? lines.length }));
  const counts = new Map<string, number>();
  for (const { from, to } of blocks)
    for (const head of new Set(heads.slice(from, to))) counts.set(head, (counts.get(head) ?? 0) + 1);
  // Records may be of several kinds, each with heads of its own.
  const least = Math.min(blocks.length * COMMON, Math.max(FEW_OF_KIND, blocks.length * KIND));
  const isCommon = (head: string): boolean => counts.get(head)! >= least && /[\p{L}\p{N}]/u.test(head.slice(2));
  let [usual, usualLines, filled] = [0, 0, 0];
  const found = blocks.map(({ from, to }): Block => {
    const own = heads.slice(from, to).filter((head) => head !== '');
    const common = own.filter(isCommon).length;
    // The line that names a record is its own.
    const isUsual = own.length <= MOST_LINES && own.length > 1 && common >= Math.max(1, (own.length - 1) * USUAL_LINES);
    filled += own.length;
    if (isUsual) [usual, usualLines] = [usual + 1, usualLines + own.length];
    return { from, to, isUsual };
  });
  const isEnough = usual >= fewest && usual >= blocks.length * USUAL_BLOCKS && usualLines >= filled * IN_USUAL_BLOCKS;
  return isEnough ? found : undefined;
}
