import { splitPath } from '../../reading/path-kind.js';
import type { Hit } from './read-matches.js';

const MIN_TIMES = 6;
const TOKENS_PER_PLACE = 5;
/** So few files of one folder are written with their whole paths. */
const WHOLE_PATHS = 2;

/** A line of text that many places share, and those places by index into the hits. */
export interface Repeat {
  readonly text: string;
  readonly places: readonly number[];
}

/** Match lines whose text is the same in many places, largest groups first, within about `room` tokens. */
export function findRepeats(hits: readonly Hit[], except: ReadonlySet<number>, room: number): Repeat[] {
  const groups = new Map<string, number[]>();
  hits.forEach((hit, i) => {
    if (hit.mark !== ':' || hit.number === '' || hit.path === '' || except.has(i)) return;
    const text = hit.text.trim();
    if (text.length < 4 || text.length > 300) return;
    const places = groups.get(text);
    if (places) places.push(i);
    else groups.set(text, [i]);
  });
  let left = room;
  const repeats = [...groups]
    .map(([text, places]) => ({ text, places }))
    .filter(({ places }) => places.length >= MIN_TIMES);
  repeats.sort((a, b) => b.places.length - a.places.length || a.places[0]! - b.places[0]!);
  return repeats.filter(({ places }) => {
    const fits = places.length * TOKENS_PER_PLACE <= left;
    if (fits) left -= places.length * TOKENS_PER_PLACE;
    return fits;
  });
}

/** Writes a repeated line once, with its places by folder: `src/a/: x.ts 12, y.ts 3 9`. */
export function printRepeat({ text, places }: Repeat, hits: readonly Hit[]): string[] {
  const folders = new Map<string, Map<string, string[]>>();
  for (const i of places) {
    const { dir, name } = splitPath(hits[i]!.path);
    const files = folders.get(dir) ?? new Map<string, string[]>();
    folders.set(dir, files);
    files.set(name, [...(files.get(name) ?? []), hits[i]!.number]);
  }
  const lines = [`The same line in ${places.length} places (file and line numbers): ${text}`];
  for (const [dir, files] of folders) {
    const whole = files.size <= WHOLE_PATHS;
    const list = [...files].map(([name, numbers]) => `${whole ? dir : ''}${name} ${numbers.join(' ')}`).join(', ');
    lines.push(dir === '' || whole ? list : `${dir}: ${list}`);
  }
  return lines;
}
