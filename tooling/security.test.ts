import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const text = readFileSync(`${root}SECURITY.md`, 'utf8');
const claims = text
  .slice(text.indexOf('## What is claimed'), text.indexOf('## What is not claimed'))
  .split('\n\n')
  .filter((part) => part.startsWith('**'));
const mended = readFileSync(`${root}docs/mended.md`, 'utf8');
const named = [...`${text}\n${mended}`.matchAll(/^- (?:`[^`]+`: )?`([^`]+)` › (.+)$/gm)].map(
  ([, path = '', name = '']) => ({ path, name }),
);

/** Whether a file has a test of this name that is run: `it('name'`, also with `each` or a condition before the name. */
function hasTest(source: string, name: string): boolean {
  const at = ["'", '"', '`'].map((quote) => source.indexOf(`${quote}${name}${quote}`)).find((place) => place >= 0);
  if (at === undefined) return false;
  const calls = [...source.slice(0, at).matchAll(/\bit(?:\.(\w+))?(?=[<(])/g)];
  const how = calls.at(-1)?.[1];
  return calls.length > 0 && !['skip', 'todo', 'fails'].includes(how ?? '');
}

describe('SECURITY.md and docs/mended.md', () => {
  it('has a test for every claim', () => {
    expect(claims.length).toBeGreaterThan(8);
    for (const claim of claims) expect(claim, claim.slice(0, 60)).toMatch(/^- `/m);
    expect(mended.match(/^- .*$/gm)?.length).toBe(mended.match(/^- `[\w-]+`: `[^`]+` › .+$/gm)?.length);
  });

  it.each(named)('names a test that there is: $path › $name', ({ path, name }) => {
    expect(existsSync(root + path), path).toBe(true);
    expect(hasTest(readFileSync(root + path, 'utf8'), name), name).toBe(true);
  });

  it('sees a test that is not there, or not run', () => {
    expect(hasTest("it('holds', () => {})", 'holds')).toBe(true);
    expect(hasTest("it('holds', () => {})", 'hold')).toBe(false);
    expect(hasTest("it.skip('holds', () => {})", 'holds')).toBe(false);
    expect(hasTest("it.skipIf(windows)('holds', () => {})", 'holds')).toBe(true);
  });
});
