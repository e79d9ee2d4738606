import { bold, dim, green } from './print.js';
import type { ToolOutput } from './tool-outputs.js';

/** What became of one output of a tool. */
export interface Outcome {
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  readonly compressor?: string;
  /** What the model reads. */
  readonly text: string;
}

/** What each of our compressors does, for somebody who has never heard of them. */
const HOW: Readonly<Record<string, string>> = {
  smart_crusher: 'rows of JSON as a table; what all rows share is said once, rows that differ or are asked for stay',
  log: 'lines of a log; what repeats is counted, complaints and what is asked for stay',
  search: 'hits of a search; each file with its best hits, the others counted',
  git_log: 'commits; the newest and those asked for in full, the others in a line',
};

/** The facts of an output that its short text no longer has. */
export function lostFacts({ facts }: ToolOutput, { text }: Outcome): string[] {
  return facts.filter((fact) => !text.includes(fact.text)).map(({ what }) => what);
}

/** The question, the command, both sizes, what the answer needs and whether it is there, and how it was done. */
export function tellOutput(output: ToolOutput, outcome: Outcome, number: number): string {
  const { tokensBefore, tokensAfter, compressor } = outcome;
  const saved = (100 * (1 - tokensAfter / tokensBefore)).toFixed(1);
  const lost = lostFacts(output, outcome);
  const facts = output.facts.map(({ what, text }) => `${what} (${text})${lost.includes(what) ? ' LOST' : ''}`);
  const verdict = lost.length === 0 ? green('all in what the model reads') : `${lost.length} LOST`;
  const how = compressor === undefined ? 'left as it was' : (HOW[compressor] ?? 'shortened by its kind');
  return [
    bold(`${number}. The user asks: ${output.question}`),
    `   The agent runs ${output.command}: ${tokensBefore} tokens, ${green(`${saved} % saved`)}, the model reads ${tokensAfter}`,
    `   The answer needs ${facts.join(', ')}: ${verdict}`,
    dim(`   How: ${how}${compressor === undefined ? '' : ` (${compressor})`}`),
  ].join('\n');
}
