import type { InTurns } from '../model/in-turns.js';
import { codesOf } from './character-codes.js';
import { linesInTurns } from './in-turns.js';

/** Lines `from` to `to` (exclusive) that a pair of tags encloses. */
export interface TaggedRange {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

/** What {@link findTagged} finds. */
export interface Tagged {
  readonly ranges: readonly TaggedRange[];
  readonly containerLines: ReadonlySet<number>;
}

const HTML = new Set(
  (
    'a abbr address article aside audio b bdi bdo blockquote body br button canvas caption center cite code col colgroup data dd del details dfn ' +
    'dialog div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe ' +
    'img input ins kbd label legend li link main map mark menu meta meter nav noscript object ol optgroup option output p param picture pre ' +
    'progress q rp rt ruby s samp script section select slot small source span strong style sub summary sup svg table tbody td template ' +
    'textarea tfoot th thead time title tr track tt u ul var video wbr path g rect'
  ).split(' '),
);
const CONTAINERS = new Set(
  'documents document doc chunk chunks result results search_result search_results passage passages snippet context item hit match'.split(
    ' ',
  ),
);
const MAX_TAG = 400;
const isNameCode = codesOf(/[\w:.-]/);

/** True for names of HTML elements, in any case. */
export function isHtmlName(name: string): boolean {
  return HTML.has(name.toLowerCase());
}

/**
 * Finds the blocks between custom tags such as `<system-reminder>…</system-reminder>`, outermost only, and the lines that
 * open or close repeated containers of retrieved documents. Code fences are passed over. Linear.
 */
export function* findTagged(lines: readonly string[]): InTurns<Tagged> {
  const open = new Map<string, number[]>();
  const pairs: TaggedRange[] = [];
  const counts = new Map<string, number>();
  let fence = '';
  yield* linesInTurns(lines, (line, l) => {
    const start = line.trimStart().slice(0, 3);
    if (start === '```' || start === '~~~') fence = fence === '' ? start : fence === start ? '' : fence;
    if (fence !== '' || !line.includes('<')) return;
    for (const tag of tagsOf(line)) {
      const places = open.get(tag.name) ?? [];
      if (!tag.closing) {
        counts.set(tag.name, (counts.get(tag.name) ?? 0) + 1);
        places.push(l);
        open.set(tag.name, places);
      } else if (places.length > 0) pairs.push({ from: places.pop() ?? l, to: l + 1, name: tag.name });
    }
  });
  return settle(pairs, counts);
}

function settle(pairs: readonly TaggedRange[], counts: ReadonlyMap<string, number>): Tagged {
  const repeated = (name: string) => CONTAINERS.has(name) && (counts.get(name) ?? 0) > 1;
  const inContainers = pairs.some((pair) => repeated(pair.name));
  const containerLines = new Set<number>();
  const ranges: TaggedRange[] = [];
  for (const pair of [...pairs].sort((a, b) => a.from - b.from || b.to - a.to)) {
    if (inContainers && CONTAINERS.has(pair.name)) containerLines.add(pair.from).add(pair.to - 1);
    else if (
      inContainers &&
      pair.from !== pair.to - 1 &&
      counts.get(pair.name) === [...counts.values()].reduce((a, b) => Math.max(a, b))
    )
      continue;
    else if (pair.from >= (ranges[ranges.length - 1]?.to ?? 0)) ranges.push(pair);
  }
  return { ranges, containerLines };
}

function tagsOf(line: string): { name: string; closing: boolean }[] {
  const found: { name: string; closing: boolean }[] = [];
  for (let at = line.indexOf('<'); at >= 0; at = line.indexOf('<', at + 1)) {
    const closing = line[at + 1] === '/';
    const start = at + (closing ? 2 : 1);
    let end = start;
    while (end < line.length && end - start < 60 && isNameCode(line.charCodeAt(end))) end++;
    if (end === start || !/[A-Za-z_]/.test(line[start] ?? '')) continue;
    const shut = line.slice(end, end + MAX_TAG).indexOf('>');
    if (shut < 0 || line[end + shut - 1] === '/') continue;
    const name = line.slice(start, end);
    if (/[^\s>]/.test(line[end] ?? '') || isHtmlName(name)) continue;
    found.push({ name, closing });
    at = end;
  }
  return found;
}
