import { fileReadOf, filesWritten, isSameFile, writesFile } from '../conversation/file-read.js';
import { queryWords } from '../formats/query-words.js';
import type { Context, DraftBlock } from '../model/pass.js';
import { readNumberedText } from '../packs/numbered-view.js';
import { asks, namesFile, speaksOfChange, wantsWhole } from '../question/edit-intent.js';

/** A file so long, in tokens, that an agent that reads it whole looks for its way in it. */
const LONG = 10_000;
/** The same for a reader who asks about it and changes nothing. */
const LONG_ENOUGH_TO_ASK = 4500;

/**
 * Follows a conversation and says which tool results are working copies: files that are read in part, edited, or read by
 * somebody who may edit them next. Of those nothing is left out.
 */
export class WorkingCopies {
  #changes = false;
  /** Files that were edited, or of which something was left out when they were read. */
  readonly #touched = new Map<string, Set<string>>();

  /** Takes note of a text before its outcome is decided. Texts come in order. */
  watch({ block }: DraftBlock): void {
    // What a client puts into the user's mouth (its reminders, a list of skills) is no wish of theirs.
    if (block.role === 'user' && speaksOfChange(queryWords([block]))) this.#changes = true;
    const written = filesWritten(block.call);
    if (written.length > 0) this.#changes = true;
    for (const path of written) this.#touch(path);
  }

  /** Takes note that something of a text was left out. */
  cut({ block }: DraftBlock): void {
    const read = fileReadOf(block.call);
    if (read && !read.made) for (const path of read.paths) this.#touch(path);
  }

  /** True when nothing of the text may be left out. */
  holds({ block }: DraftBlock, context: Context): boolean {
    const read = fileReadOf(block.call);
    const view = readNumberedText(block.text);
    const isTouched = read?.paths.some((path) => this.#isTouched(path)) ?? false;
    if (isTouched) return true;
    if ((!read || read.made) && !view) return false;
    const first = view?.rows.find(({ number }) => number !== undefined)?.number ?? 1;
    if ((read?.part && !read.made) || first > 1 || writesFile(block.call)) return true;
    if (read?.paths.some((path) => this.#changes && namesFile(block.query, path))) return true;
    if (wantsWhole(block.query)) return true;
    const size = context.tokens.count(block.text);
    return size < (this.#changes || !asks(block.query) ? LONG : LONG_ENOUGH_TO_ASK);
  }

  #touch(path: string): void {
    const name = nameOf(path);
    const paths = this.#touched.get(name);
    if (paths) paths.add(path);
    else this.#touched.set(name, new Set([path]));
  }

  #isTouched(path: string): boolean {
    for (const touched of this.#touched.get(nameOf(path)) ?? []) if (isSameFile(touched, path)) return true;
    return false;
  }
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
