import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, type LineEdit, withoutOverlaps } from '../../reading/edit-lines.js';
import { atOnce } from '../../reading/in-turns.js';
import { readListing } from '../../reading/listing.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { type Grammar, loadGrammar } from './load-grammar.js';
import { type Parsed, parseSource } from './parse-source.js';

const GRAMMARS = {
  go: 'go',
  java: 'java',
  javascript: 'javascript',
  typescript: 'typescript',
  c: 'c',
  rust: 'rust',
} as const;
const fixtures = readFixtures(new URL('./fixtures/', import.meta.url));

const parse = (grammar: Grammar, source: string): Parsed =>
  atOnce(parseSource(grammar, source, source.split('\n'))) as Parsed;

describe('parseSource tells after edits what a new parse would tell', () => {
  for (const [start, name] of Object.entries(GRAMMARS)) {
    const text = fixtures.find((one) => one.name.startsWith(`${start}-`))?.text ?? '';
    it(`in ${name}`, async () => {
      const grammar = (await loadGrammar(name)) as Grammar;
      const outcomes = new Set<boolean>();
      const edit = fc.record({
        from: fc.nat(text.split('\n').length - 2),
        rows: fc.nat(12),
        lines: fc.subarray(['  // … left out', '}', 'const a = [', '']),
      });
      for (const ending of ['\n', '\r\n']) {
        const listing = readListing(text.replaceAll('\n', ending).split('\n'));
        const last = listing.lines.length - 1;
        const parsed = parse(grammar, listing.source);
        fc.assert(
          fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (given) => {
            const edits: LineEdit[] = given.map(({ from, rows, lines }) => ({
              from,
              to: Math.min(last, from + rows),
              lines: lines.length > 0 ? lines : ['// gone'],
            }));
            const free = withoutOverlaps(edits, listing.lines.length);
            const { source } = atOnce(applyEdits(listing, free));
            const fresh = parse(grammar, source);
            fresh.free();
            const reads = atOnce(parsed.reads(source, free));
            outcomes.add(reads);
            expect(reads).toBe(fresh.outline.errors <= parsed.outline.errors);
          }),
          { numRuns: 40 },
        );
        parsed.free();
      }
      expect(outcomes.has(false)).toBe(true);
    });
  }
});
