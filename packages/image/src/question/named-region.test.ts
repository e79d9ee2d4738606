import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namedRegion, regionIn } from './named-region.js';

describe('the part that a question names', () => {
  it.each([
    ["What's in the top left corner?", 'top left'],
    ['Look at the upper-right part', 'top right'],
    ['Was ist unten rechts zu sehen?', 'bottom right'],
    ['Was liegt in der linken oberen Ecke?', 'top left'],
    ["Qu'y a-t-il en bas à gauche?", 'bottom left'],
    ['¿Qué hay en la esquina superior derecha?', 'top right'],
    ["Cosa c'è in alto a sinistra?", 'top left'],
    ['O que há no canto inferior direito?', 'bottom right'],
    ['Wat staat er linksboven?', 'top left'],
    ['Co jest w prawym górnym rogu?', 'top right'],
    ['Что находится в левом нижнем углу?', 'bottom left'],
    ['右下角有什么？', 'bottom right'],
    ['左上には何がありますか', 'top left'],
    ['What is the man on the left holding?', 'left side'],
    ['Look only at the right chart', 'right side'],
    ['Examine the bottom half only', 'lower part'],
    ['Which buttons are in the menu bar?', 'upper part'],
    ['What does the toolbar at the top show?', 'upper part'],
    ['Describe the object in the center', 'middle'],
  ])('%s', (question, name) => {
    expect(namedRegion(question)?.name).toBe(name);
  });

  it.each([
    'What is left of the budget?',
    'What stands on the left of the tree?',
    'Is this right?',
    'Compare the top left with the bottom right',
    'Describe every panel from left to right',
    'Everything except the top left corner',
    'What is the top priority?',
    'What is this?',
    '',
  ])('names none, or more than one: %s', (question) => {
    expect(namedRegion(question)).toBeUndefined();
  });

  it('lies in the picture, whatever its size', () => {
    const names = ['top left', 'bottom right', 'on the left', 'lower half', 'in the middle', 'footer'];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.integer({ min: 1, max: 9000 }),
        fc.integer({ min: 1, max: 9000 }),
        (name, width, height) => {
          const named = namedRegion(
            `what is ${name.startsWith('on') || name.startsWith('in') ? name : `in the ${name}`}?`,
          );
          if (!named) throw new Error(`${name} is a part`);
          const region = regionIn(named, { width, height });
          expect(region.left + region.width).toBeLessThanOrEqual(width);
          expect(region.top + region.height).toBeLessThanOrEqual(height);
          expect(Math.min(region.width, region.height)).toBeGreaterThan(0);
        },
      ),
    );
  });
});
