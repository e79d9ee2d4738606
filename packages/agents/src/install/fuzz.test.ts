import { describe, expect, it } from 'vitest';
import { fuzzAgent } from './fuzz.fixture.js';
import { INSTALL_AGENTS } from './targets.js';

/** `HEADROOM_FUZZ=1000` runs so many configurations an agent, and prints what came of them. */
const COUNT = Number(process.env.HEADROOM_FUZZ ?? 30);

describe('configurations of every kind', () => {
  it.each(INSTALL_AGENTS)(
    'end to the byte as they were after undo, or are refused: %s',
    (agent) => {
      const figures = fuzzAgent(agent, COUNT);
      const { faults, ...counts } = figures;
      if (process.env.HEADROOM_FUZZ) console.log(agent, JSON.stringify(counts));
      expect(faults.slice(0, 3)).toEqual([]);
      expect(figures.installed).toBeGreaterThan(COUNT / 3);
      expect(figures.kills).toBeGreaterThan(COUNT * 3);
    },
    1_800_000,
  );
});
