import { type AgentName, readSession, type SessionEvent, type SessionFile } from '@headroom/agents/sessions';
import { Follower, nothingFollowed } from '../reading/follow.js';
import { type Book, emptyProject, type FileMark, sinkInto, trim } from './book.js';
import { geminiFolder, placeOf } from './project-of.js';

/** What reading gave. */
export interface Gathered {
  /** Transcripts in which something was new. */
  readonly read: number;
  readonly bytes: number;
  /** Lines that could not be read. */
  readonly skipped: number;
  /** Transcripts that could not be read at all. */
  readonly failed: number;
  /** Transcripts that do not say in which folder they were, in no way that is known. */
  readonly unplaced: number;
}

const markName = ({ path, session }: SessionFile) => (session === undefined ? path : `${path}#${session}`);

const BYTES_BETWEEN = 30_000_000;

/** How transcripts are to be read. */
export interface GatherOptions {
  /** Whether a project is asked about. */
  readonly wanted: (root: string) => boolean;
  /** Folders that the caller named: transcripts that say theirs by a hash may be of one. */
  readonly named?: readonly string[];
  readonly onProgress?: (bytes: number) => void;
}

/**
 * Reads what is new in transcripts into the book, the newest first, and those that do not say their folder after the others, which may. Those
 * of other projects than the wanted ones are only looked at until they say whose they are. Values that are named as secrets on the way
 * are put into `secrets`.
 */
export async function gather(
  book: Book,
  files: readonly SessionFile[],
  secrets: Set<string>,
  { wanted, named = [], onProgress }: GatherOptions,
): Promise<Gathered> {
  let [read, bytes, skipped, failed, trimmed] = [0, 0, 0, 0, 0];
  const folders = new Set(named);
  const waiting = [...files].sort((a, b) => b.changed - a.changed || (a.path < b.path ? -1 : 1));
  const unplaced = new Set<SessionFile>();
  for (const file of waiting) {
    const name = markName(file);
    const mark: FileMark = book.files[name] ?? { bytes: 0, changed: 0 };
    const isKnown = mark.bytes === file.bytes && mark.changed === file.changed && mark.position !== undefined;
    if (isKnown || (mark.root !== undefined && !wanted(mark.root))) continue;
    // A file that became shorter is another one.
    if (file.agent !== 'opencode' && mark.position && file.bytes < mark.position.offset) {
      delete mark.position;
      delete mark.followed;
    }
    const from = mark.position?.offset ?? 0;
    try {
      const result = await readOne(book, file, mark, { wanted, secrets, folders });
      if (result.isPlaced === false) {
        if (!unplaced.has(file)) waiting.push(file);
        unplaced.add(file);
        continue;
      }
      unplaced.delete(file);
      skipped += result.skipped;
      if (result.isRead) {
        read += 1;
        bytes += Math.max(0, file.bytes - from);
      }
    } catch {
      // Gone, or not to be read: the others are.
      failed += 1;
      continue;
    }
    book.files[name] = mark;
    if (bytes - trimmed > BYTES_BETWEEN) {
      trim(book);
      trimmed = bytes;
    }
    onProgress?.(bytes);
  }
  return { read, bytes, skipped, failed, unplaced: unplaced.size };
}

interface Reading {
  readonly wanted: (root: string) => boolean;
  readonly secrets: Set<string>;
  /** The folders that sessions were in, and those that were named. */
  readonly folders: Set<string>;
}

async function readOne(
  book: Book,
  file: SessionFile,
  mark: FileMark,
  { wanted, secrets, folders }: Reading,
): Promise<{ readonly skipped: number; readonly isRead: boolean; readonly isPlaced?: boolean }> {
  let skipped = 0;
  let isRead = false;
  let follow = mark.root === undefined ? undefined : opened(book, file, mark, mark.root, secrets);
  const early: SessionEvent[] = [];
  let { position } = mark;
  for await (const { events, next } of readSession(file, mark.position)) {
    isRead = true;
    for (const event of events) {
      if (event.type === 'skipped') skipped += 1;
      if (follow) {
        follow.read(event);
        continue;
      }
      early.push(event);
      const folder = event.type === 'session' ? (event.folder ?? folderOf(file, book, folders)) : undefined;
      if (folder === undefined) {
        // What does not say where it was belongs to no project.
        if (event.type === 'session' || early.length > 50) return { skipped, isRead: false, isPlaced: false };
        continue;
      }
      folders.add(folder);
      mark.root = placeOf(folder).root;
      mark.followed = { ...nothingFollowed(), folder };
      if (!wanted(mark.root)) return { skipped, isRead: false };
      follow = opened(book, file, mark, mark.root, secrets);
      for (const one of early) follow.read(one);
    }
    position = next;
  }
  if (!follow) return { skipped, isRead: false };
  follow.close();
  mark.bytes = file.bytes;
  mark.changed = file.changed;
  if (position) mark.position = position;
  return { skipped, isRead };
}

const folderOf = ({ agent, path }: SessionFile, book: Book, folders: Iterable<string>): string | undefined =>
  agent === 'gemini-cli'
    ? geminiFolder(path, [...folders, ...Object.keys(book.projects), ...foldersBefore(book)])
    : undefined;

/** The folders of sessions that were read before. */
const foldersBefore = ({ files }: Book): string[] =>
  Object.values(files).flatMap(({ followed }) => (followed?.folder ? [followed.folder] : []));

interface Open {
  read(event: SessionEvent): void;
  close(): void;
}

/** Follows a transcript into its project's book. */
function opened(
  book: Book,
  file: SessionFile & { readonly agent: AgentName },
  mark: FileMark,
  root: string,
  secrets: Set<string>,
): Open {
  book.projects[root] ??= emptyProject();
  const project = book.projects[root];
  mark.followed ??= { ...nothingFollowed(), folder: root };
  const { followed } = mark;
  const { base } = placeOf(followed.folder || root);
  const where = { agent: file.agent, file: file.path, base, time: file.changed };
  const follower = new Follower(where, followed, sinkInto(project, secrets));
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  return {
    read(event) {
      if (event.time !== undefined) {
        first = Math.min(first, event.time);
        last = Math.max(last, event.time);
      }
      follower.read(event);
    },
    close() {
      follower.end();
      if (follower.calls === 0) return;
      const name = followed.session || file.path;
      const span = project.sessions[name];
      if (first > last) first = last = file.changed;
      project.sessions[name] = span
        ? [Math.min(span[0], first), Math.max(span[1], last), span[2] + follower.calls]
        : [first, last, follower.calls];
    },
  };
}
