import { isRecord } from '../../formats/record.js';

const BEGINNING = '[Of picture ';
/** Notes are no longer. */
const LONGEST = 400;

/** Says in the request what a reader of a changed picture lacks, and how to see it. One line; each of its tokens is paid at every turn. */
export function noteOn(nth: number, loss: string, hash: string, tool: string): string {
  const what = loss.replace(/\s+/g, ' ').replace(/[[\]]/g, '').slice(0, LONGEST);
  return (
    `${BEGINNING}${nth} here: ${what}. Whole: call ${tool} with hash=${hash}; ` +
    `a part: also path="left,top,width,height" in pixels]`
  );
}

/** Whether a part of a message is a note of ours, so that its pictures were looked at before. */
export function isOurNote(part: unknown): boolean {
  return isRecord(part) && holdsNote(part.text);
}

/** Whether a note of ours stands in a text. */
export function holdsNote(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  const at = text.lastIndexOf(BEGINNING);
  return at >= 0 && text.includes(' with hash=', at);
}
