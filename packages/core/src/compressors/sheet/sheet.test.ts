import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Shorter, Task } from '../../model/compressor.js';
import { createContent } from '../../reading/content.js';
import { testCompressor } from '../../testing/index.js';
import { makeTask } from '../../testing/make-task.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { unpack } from './pack.js';
import { sheet } from './sheet.js';

testCompressor({ describe, it, expect }, sheet(), {
  fixtures: readFixtures(new URL('./fixtures/', import.meta.url)),
  decode: unpack,
});

const shorten = (text: string, changes: Partial<Task> = {}): Shorter | undefined =>
  sheet().compress(createContent(text), makeTask(changes)) as Shorter | undefined;

const lamp = (i: number, watt = 40, room = 'hall'): string =>
  [
    `==> lamp ${i} <==`,
    `Watts:\t${watt}`,
    `Room:\t${room}`,
    'Dimmed:\tno',
    'Colour:\twarm white',
    'Shade:\tnone',
    'Socket:\tE27',
  ].join('\n');

describe('a sheet of objects', () => {
  it('says once what they share and decodes whatever differs', () => {
    const value = fc.constantFrom('no', 'yes', 'E27', '', '…', ' …', '0 kB');
    const one = fc.tuple(fc.array(value, { minLength: 6, maxLength: 6 }), fc.boolean(), fc.boolean());
    let decoded = 0;
    fc.assert(
      fc.property(fc.array(one, { minLength: 4, maxLength: 14 }), (objects) => {
        const text = objects
          .map(([values, lacks, blank], i) => {
            const rare = i % 5 === 0;
            const lines = values.map((v, k) => `Key${k}: ${rare ? v : 'usual'}`).filter((_, k) => !lacks || k !== 2);
            return [`object number ${i}`, ...lines, ...(blank ? [''] : [])].join('\n');
          })
          .join('\n');
        const found = shorten(text, { mode: 'lossless' });
        if (!found) return;
        decoded++;
        expect(unpack(found.text)).toBe(text);
      }),
      { numRuns: 300 },
    );
    expect(decoded).toBeGreaterThan(50);
  });

  it('keeps whole objects: the ends of a column, a rare value, what is asked', () => {
    const text = Array.from({ length: 60 }, (_, i) =>
      lamp(i, i === 33 ? 900 : 40 + (i % 3), i === 41 ? 'cellar' : 'hall'),
    ).join('\n');
    const found = shorten(text, { query: 'What about lamp 17 <==?' });
    expect(found?.kind).toBe('trimmed');
    expect(found?.text).toContain('==> lamp 33 <==\nWatts:\t900');
    expect(found?.text).toContain('Room:\tcellar');
    expect(found?.text).toMatch(/\[… \d+ records: ==> lamp/);
  });

  it('reads blocks of KEY=VALUE, as services are shown', () => {
    const units = Array.from({ length: 24 }, (_, i) =>
      [
        `Id=pump-${i}.service`,
        'Type=simple',
        `Restart=${i === 15 ? 'always' : 'no'}`,
        `NRestarts=${i === 9 ? 412 : i % 2}`,
        'ActiveState=active',
        'SubState=running',
        `MainPID=${700 + i}`,
      ].join('\n'),
    );
    const found = shorten(`${units.join('\n\n')}\n`, { query: 'Which service keeps dying?' });
    expect(found?.kind).toBe('trimmed');
    expect(found?.text).toContain('Id=pump-9.service');
    expect(found?.text).toContain('NRestarts=412');
    expect(found?.text).toContain('Restart=always');
  });

  it('leaves out no object of a few', () => {
    const text = Array.from({ length: 8 }, (_, i) => lamp(i, 40 + i)).join('\n');
    expect(shorten(text)?.kind).toBe('packed');
  });

  it('writes dotted keys by what differs from a sibling', () => {
    const keys = ['forwarding', 'proxy_arp', 'rp_filter', 'tag', 'secure_redirects', 'send_redirects', 'shared_media'];
    const of = (name: string, odd: string): string[] =>
      keys.map((key) => `net.garden.conf.${name}.${key} = ${key === odd ? 1 : 0}`);
    const text = [...of('all', 'tag'), ...of('gate0', 'rp_filter'), ...of('shed1', 'tag')].join('\n');
    const found = shorten(text, { mode: 'lossless' });
    expect(found?.text.split('\n')).toContain('net.garden.conf.shed1.* = net.garden.conf.all.*');
    expect(found && unpack(found.text)).toBe(text);
  });

  it('shows every package of a lock file, without its checksum unless asked', () => {
    const hash = (i: number): string => (0x1f2e3d4c * (i + 3)).toString(16).padEnd(64, 'a1b2c3');
    const text = Array.from(
      { length: 30 },
      (_, i) => `[[package]]\nname = "seed-${i}x"\nversion = "1.${i}.0"\nchecksum = "${hash(i)}"\n`,
    ).join('\n');
    const found = shorten(text, { query: 'Which checksum has seed-9x?' });
    for (let i = 0; i < 30; i++) expect(found?.text).toContain(`name = "seed-${i}x"\nversion = "1.${i}.0"`);
    expect(found?.text).toContain(hash(9));
    expect(found?.text).not.toContain(hash(8));
  });
});

it('shows the record that the question names, and of its long list the ends and what is asked for', () => {
  const parts = Array.from(
    { length: 40 },
    (_, i) =>
      `Package: part-${i}\nVersion: 1.${i}\nSize: ${1000 + i}\nDepends: ${Array.from({ length: 60 }, (_, d) => `lib${d}-of-${i} (>= ${d}.0)`).join(', ')}`,
  ).join('\n\n');
  const shorter = shorten(parts, { query: 'Which version of lib41-of-7 does part-7 need?' });
  if (shorter?.kind !== 'trimmed') throw new Error('nothing was left out');
  expect(shorter.text).toContain('Package: part-7\nVersion: 1.7\n');
  expect(shorter.text).toContain('lib41-of-7 (>= 41.0)');
  expect(shorter.text).not.toContain('lib41-of-8 ');
  expect(shorter.text).toMatch(/\[… \d+ characters …\]/);
  expect(shorter.omitted.summary).toMatch(/the middle of \d+ long lines/);
});
