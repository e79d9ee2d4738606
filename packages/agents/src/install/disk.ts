import {
  accessSync,
  closeSync,
  constants,
  fchownSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** What is known of a path without reading it. */
export interface Look {
  readonly kind: 'file' | 'folder' | 'other';
  /** Permission bits. */
  readonly mode: number;
  readonly bytes: number;
  /** Names that this one file has. */
  readonly links: number;
  readonly owner: { readonly uid: number; readonly gid: number };
}

/** The few things that are done to files here, each of which a crash leaves done or not done; a test stands in for it. */
export interface Disk {
  /** Where a path leads when links are followed, whether something is there or not. */
  real(path: string): string;
  look(path: string): Look | undefined;
  read(path: string): Buffer;
  isWritable(path: string): boolean;
  /** Makes a file that is not there, and waits until its bytes are on the medium. */
  create(path: string, bytes: Uint8Array, mode: number, owner?: Look['owner']): void;
  /** Puts one file in the place of another, in one step. */
  rename(from: string, to: string): void;
  /** Removes a file; nothing when there is none. */
  remove(path: string): void;
  makeFolder(path: string, mode: number): void;
  /** Removes a folder if it is empty. */
  removeFolder(path: string): void;
}

/** The disk of this machine. */
export const nodeDisk: Disk = {
  real: (path) => realOf(resolve(path), 0),
  look(path) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return undefined;
    const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
    const { mode, size, nlink, uid, gid } = found;
    return { kind, mode: mode & 0o7777, bytes: size, links: nlink, owner: { uid, gid } };
  },
  read: (path) => readFileSync(path),
  isWritable(path) {
    try {
      accessSync(path, constants.W_OK);
      return true;
    } catch {
      return false;
    }
  },
  create(path, bytes, mode, owner) {
    const file = openSync(path, 'wx', mode);
    try {
      if (owner && (owner.uid !== process.getuid?.() || owner.gid !== process.getgid?.()))
        fchownSync(file, owner.uid, owner.gid);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  },
  rename(from, to) {
    renameSync(from, to);
    settle(dirname(to));
  },
  remove(path) {
    rmSync(path, { force: true });
    settle(dirname(path));
  },
  makeFolder: (path, mode) => void mkdirSync(path, { mode }),
  removeFolder(path) {
    try {
      rmdirSync(path);
    } catch {
      // Something is in it, or it is gone.
    }
  },
};

/** A new name is there after a power cut only when its folder was written too; not every system can be asked for that. */
function settle(folder: string): void {
  try {
    const open = openSync(folder, 'r');
    try {
      fsyncSync(open);
    } finally {
      closeSync(open);
    }
  } catch {
    // Then the system sees to it itself.
  }
}

function realOf(path: string, depth: number): string {
  if (depth > 40) return path;
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isSymbolicLink()) return realOf(resolve(dirname(path), readlinkSync(path)), depth + 1);
  if (found) return realpathSync(path);
  const folder = dirname(path);
  return folder === path ? path : join(realOf(folder, depth + 1), basename(path));
}
