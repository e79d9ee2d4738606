import type { Question } from '../../question/question.js';
import type { Profile } from './profile.js';
import type { Column } from './table.js';

const LINK_NAME =
  /_(?:url|link|href|uri)$|(?:Url|Link|Href|Uri)$|^(?:resolved|tarball|avatar|gravatar|icon|thumbnail|_links|links)/;
const LINK = /^(?:https?:\/\/|git(?:@|:)|ssh:)/;
const MAIN_LINK = /^(?:url|html_url|href|link|web_?url|permalink|self|uri|htmlUrl)$/;
/** What a thing is known by, so that its address says nothing more: of a request in a trace the address is what it is known by. */
const NAME = /^(?:id|name|full_?name|login|username|key|title|slug|number|sha|iid)$/i;
const OPAQUE_NAME =
  /^(?:node_?id|gravatar_id|etag|integrity|signature|checksum|digest|resource_?version|managed_?fields|_?etag|cursor|self_?link)$/i;
const BULK_NAME =
  /^(?:source|source_?code|raw|html|body_?html|base64|blob|binary|data_?uri|svg|xml|css|js|screenshot|image|bytes|embedding|vector)$/i;

/** Columns that a reader of this question will not miss: addresses, opaque handles, columns without a value. */
export function noiseColumns(profiles: readonly Profile[], question: Question): Set<Column> {
  const noise = new Set<Column>();
  const named = new Set(profiles.filter(({ column }) => NAME.test(column.path.at(-1) ?? '')).map(parentOf));
  for (const profile of profiles)
    if (!profile.column.nested && isNoise(profile, question, named.has(parentOf(profile)))) noise.add(profile.column);
  return noise;
}

function parentOf({ column }: Profile): string {
  return column.path.slice(0, -1).join('.');
}

/** `isNamed`: what the column belongs to has a name beside it. */
function isNoise(profile: Profile, question: Question, isNamed: boolean): boolean {
  const { path } = profile.column;
  const name = path.at(-1) ?? '';
  if (holdsLinks(profile)) {
    if (question.wantsLinks || question.names(name)) return false;
    return (
      LINK_NAME.test(name) || (path.length > 1 && isNamed && MAIN_LINK.test(name)) || profile.categories?.size === 1
    );
  }
  if (question.about(path)) return false;
  return OPAQUE_NAME.test(name) || profile.filled === 0 || isBlank(profile);
}

function holdsLinks({ column, filled }: Profile): boolean {
  let others = 0;
  for (const cell of column.cells) {
    if (!cell || cell.type === 'null' || (cell.type === 'string' && LINK.test(cell.value))) continue;
    if (++others > filled * 0.2) return false;
  }
  return filled > 0;
}

/** Only empty texts, lists and objects. */
function isBlank({ categories }: Profile): boolean {
  if (!categories) return false;
  for (const text of categories.keys())
    if (text !== '' && text !== '""' && text !== '[]' && text !== '{}' && text !== 'null') return false;
  return true;
}

/** Long texts that carry a payload rather than words for a reader. */
export function isBulk({ column, meanLength }: Profile): boolean {
  return meanLength > 300 && BULK_NAME.test(column.path.at(-1) ?? '');
}
