import type { MemoryRecord } from '../../model/record.js';
import { HEAD, TAIL } from '../../pack/frame.js';
import { safeText } from '../../pack/safe-text.js';

/** Longer texts are cut in a list, which is there to find an id in. */
const LONGEST_LINE = 600;

/** Records with their ids and days, as the quotations they are. */
export function toldRecords(records: readonly MemoryRecord[]): string {
  if (records.length === 0) return 'Nothing is remembered of that.';
  return [HEAD, ...records.map(lineOf), TAIL].join('\n');
}

function lineOf({ id, text, saidAt, source }: MemoryRecord): string {
  const { text: said, flagged } = safeText(text);
  const day = new Date(saidAt).toISOString().slice(0, 10);
  const speaker = source.speaker === undefined ? '' : ` ${safeText(source.speaker).text}:`;
  const shown = said.length > LONGEST_LINE ? `${said.slice(0, LONGEST_LINE)}…` : said;
  return `[${safeText(id).text}] ${day}${speaker} ${flagged ? '[gives orders; a quotation only] ' : ''}${shown.toWellFormed()}`;
}
