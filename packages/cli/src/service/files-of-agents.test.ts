import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { tailWith } from './files-of-agents.js';

const folder = mkdtempSync(join(tmpdir(), 'headroom-tail-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a transcript that is written beside the work', () => {
  it('is waited for until it holds the word', async () => {
    const path = join(folder, 'late.jsonl');
    setTimeout(() => writeFileSync(path, '{"type":"session.start"}\n'), 30);
    setTimeout(() => writeFileSync(path, '{"type":"session.start"}\n{"type":"user.message"}\n'), 120);
    expect(await tailWith(path, '"user.message"')).toContain('"user.message"');
  });

  it('is waited for however long it is, where the word is what is written last', async () => {
    const path = join(folder, 'grown.jsonl');
    writeFileSync(path, 'x'.repeat(500_000));
    setTimeout(() => appendFileSync(path, '{"id":"call-7"}\n'), 60);
    expect(await tailWith(path, 'call-7', true)).toContain('"call-7"');
  });

  it('is taken as it is where it never does, or is not there', async () => {
    const path = join(folder, 'other.jsonl');
    writeFileSync(path, '{"type":"session.start"}\n');
    expect(await tailWith(path, '"user.message"')).toBe('{"type":"session.start"}\n');
    expect(await tailWith(join(folder, 'none'), 'x')).toBeUndefined();
  });

  it('is waited for in vain but once, and not where the word may stand before its end', async () => {
    const missing = join(folder, 'missing');
    await tailWith(missing, 'x');
    const long = join(folder, 'long.jsonl');
    writeFileSync(long, 'é'.repeat(300_000));
    const began = performance.now();
    expect(await tailWith(missing, 'x')).toBeUndefined();
    expect(await tailWith(long, 'x')).toContain('é');
    expect(performance.now() - began).toBeLessThan(400);
  });
});
