/**
 * Three agents on three models share one large finding. Each reads it short, counted with its own tokenizer's engine; one asks for
 * the original. Run: npx tsx examples/shared-context-models.ts
 */
import assert from 'node:assert/strict';
import { SharedContext } from '@headroom/core';
import { CULPRIT, deploys } from './deploys.js';
import { tell } from './tell.js';

/** Stands in for a call of a provider: answers from what it reads, and counts the characters it was sent. */
function model(name: string) {
  const usage = { characters: 0 };
  return {
    name,
    usage,
    async answer(prompt: string): Promise<string> {
      usage.characters += prompt.length;
      const failed = /dep-\d{4}(?=[^\n]*failed)|(?<=failed[^\n]*)dep-\d{4}/.exec(prompt)?.[0];
      return failed ? `${name}: roll back ${failed}` : `${name}: nothing failed`;
    },
  };
}

const context = new SharedContext({ model: 'claude-sonnet-4-5' });
const question = 'Which deploy failed, and why?';

// The researcher, on one model, shares what its tool returned.
const entry = await context.put('deploys', deploys(), { agent: 'researcher', query: question });

// The coder and the reviewer, on others, read the short form.
const coder = model('gpt-4o');
const reviewer = model('gemini-2.5-pro');
const short = context.get('deploys') ?? '';
const plan = await coder.answer(`${question}\n${short}`);
const verdict = await reviewer.answer(`${plan}\n${short}`);

assert.match(plan, new RegExp(CULPRIT));
assert.match(verdict, new RegExp(CULPRIT));
assert.ok(short.includes('migration 0042'), 'what the question asks for is still there');
assert.ok(coder.usage.characters < deploys().length * 0.5, 'the coder read less than half');
assert.equal(context.get('deploys', { full: true }), deploys(), 'the original is exact');
assert.equal(context.getEntry('deploys')?.agent, 'researcher');

assert.ok(entry.compressedTokens < entry.originalTokens * 0.5);

await tell({ question, original: deploys(), arrived: short, answer: plan });
