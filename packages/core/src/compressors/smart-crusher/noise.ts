import type { Profile } from './profile.js';
import type { Question } from './question.js';
import type { Column } from './table.js';

const LINK_NAME = /_(?:url|link|href|uri)$|(?:Url|Link|Href|Uri)$|^(?:avatar|gravatar|icon|thumbnail|_links|links)/;
const MAIN_LINK = /^(?:url|html_url|href|link|web_?url|permalink|self|uri|htmlUrl)$/;
const OPAQUE_NAME =
  /^(?:node_?id|gravatar_id|etag|integrity|signature|checksum|digest|resource_?version|managed_?fields|_?etag|cursor|generation|self_?link)$/i;

/** Columns that a reader of this question will not miss: addresses, opaque handles, columns without a value. */
export function noiseColumns(profiles: readonly Profile[], question: Question): Set<Column> {
  const noise = new Set<Column>();
  const namesLinks = question.terms.some(({ text }) => /^(?:urls?|links?|href|address)$/.test(text));
  for (const profile of profiles) {
    const { column } = profile;
    if (column.nested || question.about(column.path)) continue;
    const name = column.path.at(-1) ?? '';
    const link = holdsLinks(profile);
    if (
      link
        ? !namesLinks && (LINK_NAME.test(name) || (column.path.length > 1 && MAIN_LINK.test(name)))
        : OPAQUE_NAME.test(name)
    )
      noise.add(column);
    else if (profile.filled === 0 || isBlank(profile)) noise.add(column);
  }
  return noise;
}

function holdsLinks({ column, filled }: Profile): boolean {
  let links = 0;
  for (const cell of column.cells)
    if (cell?.type === 'string' && /^(?:https?:\/\/|\/|git(?:@|:)|ssh:)/.test(cell.value)) links++;
  return filled > 0 && links >= filled * 0.8;
}

/** Only empty texts, lists and objects. */
function isBlank({ categories }: Profile): boolean {
  if (!categories) return false;
  for (const text of categories.keys())
    if (text !== '' && text !== '""' && text !== '[]' && text !== '{}' && text !== 'null') return false;
  return true;
}
