import { describe, expect, it } from 'vitest';
import { meansToEdit } from './edit-intent.js';

const SOON = 'and then some more words '.repeat(7);

describe('whether a question announces an edit', () => {
  it.each([
    'Fix the parser',
    'Please rename it',
    'I want to please also refactor this',
    'Look at it, then move it',
    'we should update that',
    'write a test for it',
    'Why does it\u2028not work? No, why does it hang? It hangs',
    'why is this so slow\nand why does it fail',
    `why ${SOON}failing`,
    'what is the root cause',
  ])('%j: yes', (question) => {
    expect(meansToEdit(question)).toBe(true);
  });

  it.each([
    'Which prefixes are there?',
    'the fixed one, and what fixes it',
    'why is this so slow\nit failed',
    'why\u2028error',
    'whyever it failed',
    `why ${SOON}${SOON}failing`,
    'it failed, who knows why',
  ])('%j: no', (question) => {
    expect(meansToEdit(question)).toBe(false);
  });

  it('takes no longer for a thousand whys before one fault', () => {
    expect(meansToEdit(`${'why\n'.repeat(900)}why error`)).toBe(true);
    expect(meansToEdit(`${'why\n'.repeat(900)}why${' '.repeat(250)}error`)).toBe(false);
  });
});
