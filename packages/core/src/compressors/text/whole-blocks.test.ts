import { describe, expect, it } from 'vitest';
import { createContent } from '../../reading/content.js';
import { makeTask } from '../../testing/make-task.js';
import { text } from './text.js';

const prose = (i: number) =>
  `Of kiln ${i} the older potters say that it draws badly in a west wind, and that nobody should fire glaze no. ${i} in it before noon. ` +
  'They have tried it in spring and in autumn. The shelves near the door stay cold, and the ones at the back crack the thinner plates.';
const shorten = (source: string, query: string) => {
  const shorter = text().compress(createContent(source), makeTask({ query, retrievable: true }));
  if (!shorter || !('kind' in shorter)) throw new Error('nothing happened');
  expect(shorter.kind).toBe('trimmed');
  return shorter.text;
};

describe('the licence of passages is granted block by block', () => {
  const fence = (i: number) =>
    `\`\`\`sh\n${Array.from({ length: 24 }, (_, n) => `kiln set --no ${i} --step ${n} --heat ${n * 9 + i}`).join('\n')}\n\`\`\``;
  const document = Array.from(
    { length: 30 },
    (_, i) =>
      `## Kiln ${i}\n\n${prose(i)}\n\nFire it with these steps, kiln ${i}:\n\n${i % 9 === 8 ? fence(i) : `\`\`\`sh\nkiln start --no ${i} --quiet\n\`\`\``}`,
  ).join('\n\n');

  it('shows commands whole or not at all, with the sentence that leads to them', () => {
    for (const query of ['How is kiln 8 fired?', 'How is kiln 17 fired?', 'What do the potters say?']) {
      const out = shorten(document, query);
      for (let i = 0; i < 30; i++) {
        const steps = out.split('\n').filter((line) => line.startsWith(`kiln set --no ${i} `)).length;
        expect([0, 24]).toContain(steps);
        if (steps > 0 || out.includes(`--no ${i} --quiet`))
          expect(out).toContain(`Fire it with these steps, kiln ${i}:`);
      }
    }
  });

  it('leaves no line out of what is no prose and stands among it', () => {
    const sheet = Array.from(
      { length: 12 },
      (_, n) => `kiln.${n}.max_heat=${900 + n}\nkiln.${n}.door=${n % 3 ? 'shut' : ''}`,
    );
    const log = Array.from(
      { length: 20 },
      (_, n) => `07:${10 + n}:00 kiln ${n % 5} heat ${400 + n * 11} draught ${n % 4}`,
    );
    const source = Array.from({ length: 60 }, (_, i) =>
      i === 20 ? sheet.join('\n') : i === 40 ? log.join('\n') : `${prose(i)}`,
    ).join('\n\n');
    const out = shorten(source, 'In which wind does kiln 7 draw badly?');
    expect(out.length).toBeLessThan(source.length * 0.8);
    for (const line of [...sheet.join('\n').split('\n'), ...log]) expect(out).toContain(line);
  });
});
