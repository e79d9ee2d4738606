import { type BlockReport, whyLeft } from '@headroom/core';
import type { TextLine } from './record.js';

const MOST_LINES = 600;
const MOST_CHARACTERS = 100;
const MOST_DECISIONS = 8;

/** What is said of a request's texts: results of tools, and whatever else became shorter. The rest is the user's and the model's own. */
export function linesOf(blocks: readonly BlockReport[]): TextLine[] {
  const told = blocks.filter(({ role, outcome }) => role === 'tool' || outcome !== 'kept');
  return told.slice(-MOST_LINES).map(lineOf);
}

function lineOf(block: BlockReport): TextLine {
  const { at, turn, role, tool = '', outcome, tokensBefore, tokensAfter, compressor, licence, hash, decisions } = block;
  const left = whyLeft(block);
  return {
    at: at.join('.').slice(0, MOST_CHARACTERS),
    ...{ turn, role, tool: tool.slice(0, MOST_CHARACTERS), outcome, before: tokensBefore, after: tokensAfter },
    ...(compressor === undefined ? {} : { kind: compressor.slice(0, MOST_CHARACTERS) }),
    ...(licence === undefined ? {} : { licence }),
    ...(left === undefined ? {} : { left }),
    ...(hash === undefined ? {} : { hash }),
    decisions: decisions
      .slice(-MOST_DECISIONS)
      .map(({ pass, reason }) => `${pass}: ${reason}`.slice(0, MOST_CHARACTERS)),
  };
}
