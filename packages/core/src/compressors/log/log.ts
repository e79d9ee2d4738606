import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import { packLines } from '../../reading/pack-lines.js';
import { readQuery } from '../../reading/query-terms.js';
import { chooseRecords } from './choose-records.js';
import { countOmitted } from './count-omitted.js';
import { mineTemplates } from './mine-templates.js';
import { readLines } from './read-lines.js';
import { readRecords } from './read-records.js';
import { recognizeLog } from './recognize-log.js';
import { writeLog } from './write-log.js';

/** Shortens logs: build, test and server output. Failures, summaries and one of each kind of line stay, repetition is counted. */
export function log(): Compressor {
  return { name: 'log', match: recognizeLog, compress: compressLog };
}

const SMALL = 400;

function compressLog(content: Content, task: Task): Shorter | undefined {
  if (content.text.length < SMALL) return undefined;
  const packed = packLines(content.text);
  if (task.mode === 'lossless') {
    return packed === undefined ? undefined : smaller(content, task, { kind: 'packed', text: packed });
  }
  const lines = readLines(content.lines);
  const records = readRecords(lines);
  const templates = mineTemplates(records);
  const choice = chooseRecords(lines, records, templates, task);
  const { names, values } = readQuery(task.query);
  const terms = [...names, ...values].filter((term) => term.length > 2);
  const named = (line: string): boolean => terms.some((term) => line.includes(term));
  const { text, kept } = writeLog(lines, records, choice, named);
  const rewritten = /\r(?!\n|$)/.test(content.text);
  const complete = !rewritten && lines.every((line, i) => kept[i] === 1 || line.body === '');
  if (complete) return packed === undefined ? undefined : smaller(content, task, { kind: 'packed', text: packed });
  const states = rewritten ? '; earlier states of lines that were rewritten, such as progress bars' : '';
  const summary = countOmitted(lines, records, choice, kept) + states;
  return smaller(content, task, { kind: 'trimmed', licence: 'repeats', text, omitted: { summary } });
}

/** Leaving lines out must pay for the note about it. */
function smaller(content: Content, task: Task, shorter: Shorter): Shorter | undefined {
  if (shorter.text.trim() === '') return undefined;
  const before = task.tokens.count(content.text);
  const after = task.tokens.count(shorter.text);
  const least = shorter.kind === 'trimmed' ? Math.max(40, before * 0.08) : 1;
  return before - after >= least ? shorter : undefined;
}
