import type { Compressor } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import { atOnce } from '../../reading/in-turns.js';
import { isNaturalLanguage } from '../../reading/prose.js';
import { compressorOf } from '../../units/compressor-of.js';
import { findAlikeBlocks } from './alike-blocks.js';
import { findAlikeLines } from './alike-lines.js';
import { findAlikeRuns } from './alike-runs.js';
import { WORD } from './field-class.js';
import { elementsIn, isMarkup } from './markup-elements.js';
import { readRecordUnits } from './read-units.js';

/** Whoever knows the kind of a text knows better; where records do not save, prose may. */
const SURE = 0.38;
/** A line of a record of several is nothing without the others, whatever it looks like. */
const SURE_OF_BLOCKS = 0.71;
/** What changed in a file, wherever it is shown: every line of it counts. */
const HUNK = /^[\s│|>]*@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@/;
const SAMPLE = 40_000;
const SAMPLE_LINES = 600;
const FEW_OF_SAMPLE = 6;

/**
 * Records of a kind that no other compressor knows, known by their build alone: lines whose fields are of the same classes
 * (`find -ls`, `ss`, `nm`), or blocks whose lines begin alike (address cards, package entries, dissected packets). Whole records
 * stay: those the question names, at the ends of their columns, rare or complaining.
 */
export function records(): Compressor {
  return compressorOf({ name: 'records', ceiling: SURE_OF_BLOCKS, match, read: readRecordUnits });
}

function match({ text, json }: Content): number {
  if (json !== undefined || /^\s*[[{]/.test(text)) return 0;
  const lines = text.slice(0, SAMPLE).split('\n', SAMPLE_LINES);
  if (lines.some((line) => HUNK.test(line))) return 0;
  // A line of XML is nothing without what it stands in.
  if (isMarkup(lines)) return elementsIn(text.split('\n')) ? SURE : 0;
  const alike = findAlikeLines(lines);
  // Sentences begin with a word, however alike they are.
  if (alike) return (alike.columns[0] ?? WORD) === WORD && atOnce(isNaturalLanguage(lines)) ? 0 : SURE;
  // A sample holds only some of the records of many lines; whoever reads them counts.
  const isCut = lines.length === SAMPLE_LINES || text.length > SAMPLE;
  if (atOnce(findAlikeBlocks(lines, isCut ? FEW_OF_SAMPLE : undefined))) return SURE_OF_BLOCKS;
  return findAlikeRuns(lines) ? SURE : 0;
}
