import { dirname, join } from 'node:path';
import type { Disk, Look } from './disk.js';

interface Stored {
  readonly bytes: Buffer;
  readonly mode: number;
}

/** Everything stops here, as by `kill -9`. */
export class Killed extends Error {}

/** A disk in memory that dies before its n-th change, with a file half written where it was being written. */
export class MemoryDisk implements Disk {
  readonly files = new Map<string, Stored>();
  readonly folders = new Set<string>(['/']);
  readonly links = new Map<string, string>();
  /** Changes so far. */
  changes = 0;
  /** Dies before this change; never by default. */
  dieAt = Number.POSITIVE_INFINITY;

  put(path: string, bytes: Buffer, mode = 0o644): void {
    for (let folder = dirname(path); !this.folders.has(folder); folder = dirname(folder)) this.folders.add(folder);
    this.files.set(path, { bytes, mode });
  }

  /** All that is there, by path. */
  snapshot(): ReadonlyMap<string, string> {
    const files = [...this.files].map(
      ([path, { bytes, mode }]) => [path, `${mode}:${bytes.toString('latin1')}`] as const,
    );
    const folders = [...this.folders].map((path) => [`${path}/`, 'folder'] as const);
    return new Map([...files, ...folders].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  copy(): MemoryDisk {
    const made = new MemoryDisk();
    for (const [path, stored] of this.files) made.files.set(path, stored);
    for (const folder of this.folders) made.folders.add(folder);
    for (const [from, to] of this.links) made.links.set(from, to);
    return made;
  }

  real(path: string): string {
    const to = this.links.get(path);
    return to === undefined ? path : this.real(to);
  }

  look(path: string): Look | undefined {
    const file = this.files.get(path);
    const owner = { uid: 0, gid: 0 };
    if (file) return { kind: 'file', mode: file.mode, bytes: file.bytes.length, links: 1, owner };
    return this.folders.has(path) ? { kind: 'folder', mode: 0o755, bytes: 0, links: 2, owner } : undefined;
  }

  read(path: string): Buffer {
    const file = this.files.get(path);
    if (!file) throw new Error(`no such file: ${path}`);
    return file.bytes;
  }

  isWritable(path: string): boolean {
    return ((this.look(path)?.mode ?? 0) & 0o200) !== 0;
  }

  create(path: string, bytes: Uint8Array, mode: number): void {
    if (this.files.has(path)) throw new Error(`is there already: ${path}`);
    if (!this.folders.has(dirname(path))) throw new Error(`no folder for ${path}`);
    if (this.changes + 1 === this.dieAt)
      this.files.set(path, { bytes: Buffer.from(bytes.subarray(0, bytes.length >> 1)), mode });
    this.#change();
    this.files.set(path, { bytes: Buffer.from(bytes), mode });
  }

  rename(from: string, to: string): void {
    this.#change();
    const file = this.files.get(from);
    if (!file) throw new Error(`no such file: ${from}`);
    this.files.delete(from);
    this.files.set(to, file);
  }

  remove(path: string): void {
    if (!this.files.has(path)) return;
    this.#change();
    this.files.delete(path);
  }

  makeFolder(path: string): void {
    if (this.folders.has(path)) throw new Error(`is there already: ${path}`);
    this.#change();
    this.folders.add(path);
  }

  removeFolder(path: string): void {
    const isEmpty = [...this.files.keys(), ...this.folders].every((one) => !one.startsWith(join(path, '/')));
    if (!isEmpty || !this.folders.has(path)) return;
    this.#change();
    this.folders.delete(path);
  }

  #change(): void {
    this.changes++;
    if (this.changes >= this.dieAt) throw new Killed();
  }
}
