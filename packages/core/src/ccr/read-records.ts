import { readSheet } from '../compressors/sheet/read-sheet.js';
import { sheet } from '../compressors/sheet/sheet.js';
import { matchTable, readTable } from '../compressors/table/read-table.js';
import { readTables } from '../compressors/table/read-units.js';
import { createContent } from '../reading/content.js';

/** The records of a text, as it was written, that markers count as rows or records: those of a table, the objects of a sheet. */
export function readRecords(text: string): readonly string[] | undefined {
  const content = createContent(text);
  const asTable = matchTable(content);
  if (asTable > sheet().match(content)) {
    const tables = readTables(content).flatMap(({ table }) => table.rows);
    const rows = tables.length > 0 ? tables : (readTable(content)?.rows ?? []);
    return rows.length > 0 ? rows.map(({ source }) => source) : undefined;
  }
  const objects = readSheet(content.lines)?.objects;
  return objects?.map(({ from, to }) => content.lines.slice(from, to).join('\n').trimEnd());
}
