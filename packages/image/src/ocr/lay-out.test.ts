import { describe, expect, it } from 'vitest';
import { layOut, type PlacedText } from './lay-out.js';

const at = (left: number, top: number, text: string): PlacedText => ({
  at: { left, top, width: text.length * 10, height: 20 },
  text,
});

describe('lines as text', () => {
  it('stand in rows from top to bottom, with gaps and indents as blanks', () => {
    const found = [
      at(200, 2, 'Amount'),
      at(10, 0, 'Name'),
      at(200, 42, '12.50'),
      at(10, 40, 'Vera'),
      at(50, 80, 'of which'),
    ];
    expect(layOut(found)).toBe('Name               Amount\nVera               12.50\n    of which');
  });

  it('never run into each other', () => {
    expect(layOut([at(0, 0, 'left'), at(20, 0, 'right')])).toBe('left right');
  });

  it('are nothing when there are none', () => {
    expect(layOut([])).toBe('');
  });
});
