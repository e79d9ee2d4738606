import { describe, expect, it } from 'vitest';
import { lostFacts, tellOutput } from './tell-output.js';

const output = {
  tool: 'run',
  command: 'npm test',
  question: 'Which test fails?',
  output: 'long',
  facts: [
    { what: 'the test', text: 'adds numbers' },
    { what: 'what it got', text: '41' },
  ],
};
const outcome = { tokensBefore: 1000, tokensAfter: 250, compressor: 'log', text: 'FAIL adds numbers: 41' };

describe('what the demo says of an output', () => {
  it('is the question, the sizes, the facts and how, in words', () => {
    const said = tellOutput(output, outcome, 2);
    expect(said).toContain('2. The user asks: Which test fails?');
    expect(said).toContain('npm test: 1000 tokens, 75.0 % saved, the model reads 250');
    expect(said).toContain('the test (adds numbers), what it got (41): all in what the model reads');
    expect(said).toMatch(/How: lines of a log;/);
  });

  it('names the facts that are gone', () => {
    const gone = { ...outcome, text: 'FAIL adds numbers' };
    expect(lostFacts(output, gone)).toEqual(['what it got']);
    expect(tellOutput(output, gone, 1)).toContain('what it got (41) LOST: 1 LOST');
  });
});
