import type { MemoryFile } from './memory-folder.js';

const WIDTH = 6;
const DEPTH = 2;

/** Lines of a file with their numbers, from one to another. */
export function numbered(lines: readonly string[], first = 1, last = lines.length): string {
  return lines
    .slice(first - 1, last)
    .map((line, i) => `${String(first + i).padStart(WIDTH)}\t${line}`)
    .join('\n');
}

/** What lies in a folder, two levels deep, each with its size. */
export function listed(folder: string, files: readonly MemoryFile[]): string {
  const sizes = new Map<string, number>([[folder, 0]]);
  for (const { path, content } of files) {
    const names = path.slice(folder.length + 1).split('/');
    const size = Buffer.byteLength(content);
    sizes.set(folder, (sizes.get(folder) ?? 0) + size);
    for (let depth = 1; depth <= Math.min(DEPTH, names.length); depth++) {
      const isFile = depth === names.length;
      const at = `${folder}/${names.slice(0, depth).join('/')}${isFile ? '' : '/'}`;
      sizes.set(at, (sizes.get(at) ?? 0) + size);
    }
  }
  const lines = [...sizes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, size]) => `${sizeOf(size)}\t${path}`);
  return [`Files and folders of ${folder}, two levels deep, with their sizes:`, ...lines].join('\n');
}

function sizeOf(bytes: number): string {
  return bytes < 1024 ? `${bytes}B` : `${(bytes / 1024).toFixed(1)}K`;
}
