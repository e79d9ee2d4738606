/**
 * An agent reads a long page of prose as a telegram: the words that say little are gone, the answer is the same, and the page comes back
 * where it is asked for. Run: npx tsx examples/kompress-guide.ts
 */
import assert from 'node:assert/strict';
import { createHeadroom } from '@headroom/core';
import { kompress } from '@headroom/kompress';

const PARTS = ['the tank', 'the pump', 'the valve', 'the filter', 'the sensor', 'the lamp', 'the panel', 'the door'];
const page = PARTS.map(
  (part, i) => `## Checks of ${part}
Before you do anything else, please make sure that ${part} has been switched off at the main panel for at least ${i + 2} minutes. It is
worth mentioning that ${part} must not be opened while the red light is on, because there may still be pressure left in it.
In order to run the check, you will want to use the command \`check --part ${i + 1}\` and wait until a message has been printed on the
screen. If it says "part ${i + 1} is worn", then it is usually a good idea to order a new one as soon as that is possible, except in winter.
`,
).join('\n');

/** Stands in for a call of a provider: it knows what it reads, and nothing else. */
function model(text: string): string {
  const section = text.split('## ').find((one) => one.startsWith('Checks of the valve')) ?? '';
  const minutes = /(at least \d+ minutes)/.exec(section)?.[1];
  return /must not/.test(section) && minutes ? `Off for ${minutes}; not while the red light is on.` : 'I do not know.';
}

const headroom = createHeadroom({ mode: 'aggressive', compressors: [kompress()] });
const { text, tokensBefore, tokensAfter, hash } = await headroom.compressText(page);
const answer = model(text);
assert.equal(answer, model(page));
assert.equal(answer, 'Off for at least 4 minutes; not while the red light is on.');
assert.ok(tokensAfter < tokensBefore * 0.75, 'a quarter of the tokens is gone');
const original = await headroom.retrieve(hash ?? '');
assert.ok(original.status === 'found' && original.text === page, 'and can be had back');

console.log('Question  How long must the valve be off?');
console.log(`Before    ${tokensBefore} tokens:\n${page.split('\n').slice(0, 5).join('\n')}`);
console.log(`After     ${tokensAfter} tokens:\n${text.split('\n').slice(0, 5).join('\n')}`);
console.log(`Answer    ${answer}`);
