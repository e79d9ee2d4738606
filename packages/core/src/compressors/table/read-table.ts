import type { Content } from '../../model/content.js';
import { findColumns, readColumns } from './read-columns.js';
import { findDelimiter, readDelimited } from './read-delimited.js';
import { isExpanded, readExpanded } from './read-expanded.js';
import { findPiped, hasTallRows, readPiped } from './read-piped.js';
import { findUnheaded, readUnheaded } from './read-unheaded.js';
import type { Table } from './table-model.js';

const SAMPLE = 20_000;
const SAMPLE_LINES = 200;

/** How surely a text is a table, by its beginning. */
export function matchTable(content: Content): number {
  const start = content.text.trimStart().charCodeAt(0);
  if (start === 123 || start === 91 || start === 60) return 0;
  const lines = content.text.slice(0, SAMPLE).split('\n', SAMPLE_LINES);
  const filled = lines.filter((line) => line.trim() !== '').length;
  if (filled < 4) return 0;
  if (isExpanded(lines)) return 0.9;
  const piped = findPiped(lines);
  if (piped && hasTallRows(lines.slice(piped.header, piped.end))) return 0;
  if (piped) return piped.end - piped.header >= filled * 0.7 ? 0.92 : 0;
  if (findDelimiter(content.text.slice(0, SAMPLE))) return 0.9;
  const columns = findColumns(lines);
  if (!columns) {
    const bare = findUnheaded(lines);
    return bare && bare.to - bare.from >= filled * 0.6 ? 0.84 : 0;
  }
  const rows = lines.slice(columns.header).filter((line) => line.trim() !== '').length;
  return rows >= filled * 0.6 ? 0.86 : 0;
}

/** Reads the table that a text is. */
export function readTable(content: Content): Table | undefined {
  if (isExpanded(content.lines)) return readExpanded(content.lines);
  const sample = content.text.slice(0, SAMPLE);
  if (findPiped(sample.split('\n', SAMPLE_LINES))) return readPiped(content.lines);
  const delimiter = findDelimiter(sample);
  return delimiter
    ? readDelimited(content.text, delimiter)
    : (readColumns(content.lines) ?? readUnheaded(content.lines));
}
