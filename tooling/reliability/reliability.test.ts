import { describe, expect, it } from 'vitest';
import { PARTS } from './parts.js';

/** A minute's worth of what `npm run reliability` does in full. */
describe('reliability', () => {
  it.each(PARTS.map((part) => [part.name, part] as const))(
    '%s',
    async (_, part) => {
      const findings = await part.run('quick');
      expect(findings.length).toBeGreaterThan(0);
      for (const { what, tried, faults } of findings) {
        expect(tried, what).toBeGreaterThan(0);
        expect(faults, what).toEqual([]);
      }
    },
    300_000,
  );
});
