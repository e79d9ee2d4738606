import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../packages/core/src', import.meta.url));
const agents = readFileSync(fileURLToPath(new URL('../AGENTS.md', import.meta.url)), 'utf8');

/** Rooms below `packages/core/src/` in a tree drawn with two spaces a level, with what is said of each. */
function drawnRooms(text: string): Map<string, string> {
  const tree = /^packages\/core\/src\/\n((?: {2}.*\n)+)/m.exec(text)?.[1] ?? '';
  const path: string[] = [];
  const rooms = new Map<string, string>();
  for (const line of tree.trimEnd().split('\n')) {
    const [, indent = '', name, words = ''] = /^( +)([\w-]+)\/(?: +(.*))?$/.exec(line) ?? [];
    if (!name) continue;
    path.splice(indent.length / 2 - 1, path.length, name);
    rooms.set(path.join('/'), words);
  }
  return rooms;
}

/** Folders that hold sources; of compressors the room alone, which says what its folders are. */
function realRooms(folder = source, at = ''): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory() || ['fixtures', 'generated'].includes(entry.name)) return [];
    const room = at ? `${at}/${entry.name}` : entry.name;
    return [room, ...(room === 'compressors' ? [] : realRooms(join(folder, entry.name), room))];
  });
}

describe('the tree in AGENTS.md', () => {
  const drawn = drawnRooms(agents);

  it('names every room of core, and none that is gone', () => {
    expect([...drawn.keys()].sort()).toEqual(realRooms().sort());
  });

  it('says of each room in words what it is for', () => {
    for (const [room, words] of drawn) expect(words.match(/\p{L}+/gu)?.length ?? 0, room).toBeGreaterThan(2);
  });

  it('is read level by level', () => {
    const tree = 'packages/core/src/\n  index.ts  x\n  a/  one two three\n    b/  four\n  c/\nother/  x\n';
    expect([...drawnRooms(tree)]).toEqual([
      ['a', 'one two three'],
      ['a/b', 'four'],
      ['c', ''],
    ]);
  });
});
