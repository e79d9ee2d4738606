import { isRecord } from '../../formats/record.js';

const BEGINNING = '[Of picture ';
/** Notes are no longer. */
const LONGEST = 400;

/** Says in the request what a reader of a changed picture lacks, and how to see it. One line. */
export function noteOn(nth: number, loss: string, hash: string, tool: string): string {
  const what = loss.replace(/\s+/g, ' ').replace(/[[\]]/g, '').slice(0, LONGEST);
  return (
    `${BEGINNING}${nth} of this message: ${what}. The whole picture: call ${tool} with hash=${hash}; ` +
    `a part of it in full: path="left,top,width,height" as well, in pixels]`
  );
}

/** Whether a part of a message is a note of ours, so that its pictures were looked at before. */
export function isOurNote(part: unknown): boolean {
  if (!isRecord(part) || typeof part.text !== 'string') return false;
  const at = part.text.lastIndexOf(BEGINNING);
  return at >= 0 && part.text.includes(' with hash=', at);
}
