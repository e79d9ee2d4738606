import { dirname, join } from 'node:path';
import { nodeDisk, replaceFile } from '@headroom/agents/install';
import { HeadroomError } from '@headroom/core';
import { exclusive } from '@headroom/stores';
import { type Book, emptyBook } from './book.js';

const WAIT_MS = 200;

/**
 * Reads the book of a folder, hands it over, and writes it back: one process of the machine at a time, the others wait.
 *
 * @throws HeadroomError `invalid_argument` for a book that cannot be read; it is left as it is.
 * @throws Error where another run holds it for longer than `patienceMs`.
 */
export async function withBook<T>(
  folder: string,
  patienceMs: number,
  act: (book: Book, save: () => void) => Promise<T>,
): Promise<T> {
  makeFolders(folder);
  const until = Date.now() + patienceMs;
  let held = exclusive(join(folder, 'learn.lock'));
  while (!held) {
    if (Date.now() > until) throw new Error('another `headroom learn` is at work; try again when it has ended');
    await new Promise((done) => setTimeout(done, WAIT_MS));
    held = exclusive(join(folder, 'learn.lock'));
  }
  try {
    const file = join(folder, 'learn.json');
    const book = readBook(file);
    const save = () => {
      const real = nodeDisk.real(file);
      replaceFile(nodeDisk, real, JSON.stringify(book), { look: nodeDisk.look(real) });
    };
    return await act(book, save);
  } finally {
    held.release();
  }
}

function makeFolders(folder: string): void {
  if (nodeDisk.look(folder)) return;
  makeFolders(dirname(folder));
  nodeDisk.makeFolder(folder, 0o700);
}

export function readBook(file: string): Book {
  const real = nodeDisk.real(file);
  if (!nodeDisk.look(real)) return emptyBook();
  try {
    const read = JSON.parse(nodeDisk.read(real).toString('utf8')) as Partial<Book> | null;
    if (read?.version !== 1 || typeof read.files !== 'object' || typeof read.projects !== 'object')
      throw new TypeError('not a book');
    return read as Book;
  } catch {
    throw new HeadroomError(
      'invalid_argument',
      `${file} cannot be read, or is of a later version. Use the version that wrote it, or move the file away: everything is then read anew, and what was counted before and after is lost`,
      'state',
    );
  }
}
