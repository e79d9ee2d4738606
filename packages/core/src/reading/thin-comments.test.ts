import { describe, expect, it } from 'vitest';
import { applyEdits } from './edit-lines.js';
import { readListing } from './listing.js';
import { markAskedRows } from './mark-asked-rows.js';
import { readQuery } from './query-terms.js';
import { thinComments } from './thin-comments.js';

const topics = [
  'sockets',
  'snapshots',
  'replicas',
  'passwords',
  'eviction',
  'scripts',
  'streams',
  'metrics',
  'modules',
  'threads',
];

function thin(lines: readonly string[], query: string, marks: readonly string[]): string {
  const listing = readListing(lines);
  const hits = markAskedRows(readQuery(query), lines, lines.join('\n'));
  const edits = thinComments(lines, { query, marks, hits, share: 0.15, numberOf: (row) => row + 1 });
  return applyEdits(listing, edits).shown;
}

describe('thinComments', () => {
  const conf = topics.flatMap((topic, i) => [
    `################ ${topic.toUpperCase()} ################`,
    '',
    `# How the server deals with ${topic} in daily work, part one of this text.`,
    `# The value counts ${topic} and must stay below the limit of the kernel.`,
    '#',
    `# Operators who change it should watch the ${topic} for an hour or so.`,
    `${topic}-limit ${i * 10}`,
    `# ${topic}-grace 5`,
    '',
  ]);

  it('keeps every setting and the comments that the question is about', () => {
    const text = thin(conf, 'What must the number of replicas stay below?', ['#', ';']);
    for (const [i, topic] of topics.entries()) expect(text).toContain(`${topic}-limit ${i * 10}`);
    expect(text).toContain('# The value counts replicas and must stay below the limit of the kernel.');
    expect(text).not.toContain('The value counts metrics');
    expect(text.length).toBeLessThan(conf.join('\n').length * 0.7);
  });

  it('says which lines it leaves out, once each', () => {
    const text = thin(conf, 'What must the number of replicas stay below?', ['#', ';']);
    for (const [, from, to] of text.matchAll(/# … lines (\d+)-(\d+) left out/g))
      for (let row = Number(from); row <= Number(to); row++) expect(conf[row - 1]).toMatch(/^#/);
  });

  it('leaves block comments closed', () => {
    const header = topics.flatMap((topic) => [
      '/*',
      `   Opens the ${topic} of a handle and returns how many there are of them now.`,
      `   Callers free the ${topic} themselves when they are done with all of them.`,
      '*/',
      `EXPORT int ${topic}_open OF((handle h));`,
      '',
    ]);
    const text = thin(header, 'Who frees the streams?', ['//']);
    expect(text).toContain('Callers free the streams themselves');
    expect(text.match(/\/\*/g)?.length).toBe(text.match(/\*\//g)?.length);
    for (const topic of topics) expect(text).toContain(`EXPORT int ${topic}_open OF((handle h));`);
  });
});
