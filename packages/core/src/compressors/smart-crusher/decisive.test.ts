import { describe, expect, it } from 'vitest';
import { createContent } from '../../reading/content.js';
import { makeTask } from '../../testing/make-task.js';
import { smartCrusher } from './smart-crusher.js';

const compress = (value: unknown, query: string) => {
  const text = JSON.stringify(value, null, 2);
  const shorter = smartCrusher().compress(createContent(text), makeTask({ query }));
  if (!shorter || !('kind' in shorter)) throw new Error('nothing was left out');
  expect(shorter.kind).toBe('trimmed');
  return shorter.text;
};

/** Boats of a harbour: sizes rise and fall, a third under sail. */
const boats = Array.from({ length: 260 }, (_, i) => ({
  boat: `Boat no. ${i}`,
  berth: `B${1000 + i * 3}`,
  sail: i % 3 === 0,
  metres: 4 + ((i * 53) % 97) / 5,
}));

describe('rows that look like their neighbours', () => {
  it('keeps the smallest and largest of every group', () => {
    for (const flag of [true, false]) {
      const by = boats.filter(({ sail }) => sail === flag).sort((a, b) => a.metres - b.metres);
      expect(compress(boats, 'Which is the shortest one without a mast?')).toContain(by[0]!.boat);
      expect(compress(boats, 'Which is the longest of those under canvas?')).toContain(by.at(-1)!.boat);
    }
  });

  it('keeps two that agree where no others do', () => {
    const rows = boats.map((boat, i) => (i === 199 ? { ...boat, berth: boats[37]!.berth } : boat));
    const out = compress(rows, 'Were any two given one berth?');
    expect(out).toContain('Boat no. 37');
    expect(out).toContain('Boat no. 199');
  });

  it('keeps the few that lack what all others have, however deep and however often encoded', () => {
    const messages = boats.map((boat, i) => ({
      messageId: `m-${i}-${(i * 7919) % 1000}`,
      receipt: 'x'.repeat(60) + i,
      body: JSON.stringify({
        type: 'berth.assigned',
        payload: JSON.stringify({
          boat: boat.boat,
          at: { pier: i % 9, zip: i === 143 ? null : `${4000 + i}` },
          lines: [
            { rope: i % 4, pieces: 3 },
            { rope: 9, pieces: i === 77 ? 0 : 1 + (i % 6) },
          ],
        }),
      }),
    }));
    const out = compress({ Messages: messages }, 'Why can some of them not be delivered?');
    expect(out).toContain('m-143-');
    expect(out).toContain('m-77-');
  });
});
