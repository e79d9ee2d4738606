import type { Task } from '../../model/compressor.js';
import { isAbout } from '../../question/is-about.js';
import { readTask } from '../../question/query-terms.js';
import { countValues } from '../../units/columns.js';
import type { Field } from './field.js';
import type { Column } from './table.js';

const LINK_NAME =
  /_(?:url|link|href|uri)$|(?:Url|Link|Href|Uri)$|^(?:resolved|tarball|avatar|gravatar|icon|thumbnail|_links|links)/;
const OTHERS = 0.2;
const LINK = /^(?:https?:\/\/|git(?:@|:)|ssh:)/;
const MAIN_LINK = /^(?:url|html_url|href|link|web_?url|permalink|self|uri|htmlUrl)$/;
/** What a thing is known by, so that its address says nothing more: of a request in a trace the address is what it is known by. */
const NAME = /^(?:id|name|full_?name|login|username|key|title|slug|number|sha|iid)$/i;
const OPAQUE_NAME =
  /^(?:node_?id|gravatar_id|etag|integrity|signature|checksum|digest|resource_?version|managed_?fields|_?etag|cursor|self_?link)$/i;
/** The mean length of such a payload. */
const BULK = 300;
const BULK_NAME =
  /^(?:source|source_?code|raw|html|body_?html|base64|blob|binary|data_?uri|svg|xml|css|js|screenshot|image|bytes|embedding|vector)$/i;

const LINKS = /\b(?:urls?|links?|href|address(?:es)?|endpoints?|website|where can i (?:see|find|open))\b/i;

/** Columns that a reader of this question will not miss: addresses, opaque handles, columns without a value. */
export function noiseColumns(fields: readonly Field[], task: Task): Set<Column> {
  const noise = new Set<Column>();
  const named = new Set(fields.filter(({ column }) => NAME.test(column.path.at(-1) ?? '')).map(parentOf));
  for (const field of fields)
    if (!field.column.nested && isNoise(field, task, named.has(parentOf(field)))) noise.add(field.column);
  return noise;
}

function parentOf({ column }: Field): string {
  return column.path.slice(0, -1).join('.');
}

/** `isNamed`: what the column belongs to has a name beside it. */
function isNoise(field: Field, task: Task, isNamed: boolean): boolean {
  const { path } = field.column;
  const name = path.at(-1) ?? '';
  if (holdsLinks(field)) {
    if (wantsLinks(task) || namesKey(task, name)) return false;
    const isConstant = countValues(field, 1).size === 1;
    return LINK_NAME.test(name) || (path.length > 1 && isNamed && MAIN_LINK.test(name)) || isConstant;
  }
  return !isAbout(task.query, field.name) && (OPAQUE_NAME.test(name) || isBlank(field));
}

function holdsLinks({ column: { cells } }: Field): boolean {
  let [links, others] = [0, 0];
  for (const cell of cells) {
    if (!cell || cell.type === 'null') continue;
    if (cell.type === 'string' && LINK.test(cell.value)) links += 1;
    else if (++others > cells.length * OTHERS) return false;
  }
  return links > 0 && others <= (links + others) * OTHERS;
}

/** Only empty texts, lists and objects. */
function isBlank({ values }: Field): boolean {
  return values.every((text) => text === '' || text === '""' || text === '[]' || text === '{}' || text === 'null');
}

/** Long texts that carry a payload rather than words for a reader. */
export function isBulk({ column, values }: Field): boolean {
  if (!BULK_NAME.test(column.path.at(-1) ?? '')) return false;
  const filled = values.filter((text) => text !== '' && text !== 'null');
  return filled.reduce((sum, text) => sum + text.length, 0) > filled.length * BULK;
}

/** Whether a question asks for addresses. */
export function wantsLinks({ query }: Task): boolean {
  return LINKS.test(query);
}

/** Whether a question or its call has the very name of a column in it. */
export function namesKey(task: Task, key: string): boolean {
  const { names, words } = readTask(task);
  return names.includes(key) || words.includes(key.toLowerCase());
}
