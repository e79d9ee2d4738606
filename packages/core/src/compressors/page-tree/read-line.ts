/** A line of a page tree: `  - link "Beds" [ref=e10]:`, `[16] link 'Beds', clickable`, `uid=1_9 link "Beds"`. */
export interface TreeLine {
  readonly indent: number;
  /** What stands before the role: spaces, a dash. */
  readonly start: string;
  /** Its reference where that comes first, with a space behind: `[16] `. */
  readonly ref: string;
  readonly role: string;
  /** All behind the role. */
  readonly rest: string;
  /** Where in `rest` its name stands, without quotes. */
  readonly name?: { readonly from: number; readonly to: number };
}

const LINE = /^(\s*(?:- )?)((?:(?:BID:|bid=|uid=)[\w-]+|\[[\w-]{1,12}\]) )?(\/?[A-Za-z]+)(?=[ :,]|$)(.*)$/;
const QUOTED = /^ (["'])/;
const INLINE = /^(?:(?: \[[^\]]*\])*): (?=\S)/;
const LONGEST = 20_000;
const ROLES = new Set(
  (
    'alert alertdialog application article banner blockquote button canvas caption cell checkbox code columnheader combobox ' +
    'complementary contentinfo definition deletion dialog directory document emphasis feed figure form generic graphics grid ' +
    'gridcell group heading iframe image img insertion label labeltext legend lineBreak link list listbox listitem listmarker ' +
    'log main mark marquee math menu menubar menuitem menuitemcheckbox menuitemradio menulistpopup meter navigation none note ' +
    'option paragraph presentation progressbar radio radiogroup region rootwebarea row rowgroup rowheader scrollbar search ' +
    'searchbox section separator slider spinbutton statictext status strong sub subscript sup superscript switch tab table ' +
    'tablist tabpanel term text textbox time timer toolbar tooltip tree treegrid treeitem video audio webarea disclosuretriangle ' +
    'layouttable layouttablerow layouttablecell abbr descriptionlist descriptionlistterm descriptionlistdetail embeddedobject ' +
    'iframepresentational svgroot inlinetextbox menulistoption'
  )
    .toLowerCase()
    .split(' '),
);

/** Reads a line; undefined where it has no known role. */
export function readLine(line: string): TreeLine | undefined {
  if (line.length > LONGEST) return undefined;
  const found = LINE.exec(line);
  if (!found) return undefined;
  const [, start = '', ref = '', role = '', rest = ''] = found;
  if (!ROLES.has(role.toLowerCase()) && role !== '/url' && role !== '/placeholder') return undefined;
  const name = nameIn(rest);
  return { indent: indentOf(line), start, ref, role, rest, ...(name ? { name } : {}) };
}

/** The spaces or tabs that a line begins with. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The name of a line, as it is written. */
export function nameOf({ rest, name }: TreeLine): string {
  return name ? rest.slice(name.from, name.to) : '';
}

/** A line with another name. */
export function renamed(line: TreeLine, name: string): string {
  const { start, ref, role, rest } = line;
  const at = line.name ?? { from: rest.length, to: rest.length };
  return start + ref + role + rest.slice(0, at.from) + name + rest.slice(at.to);
}

function nameIn(rest: string): { from: number; to: number } | undefined {
  const quote = QUOTED.exec(rest)?.[1];
  if (quote === undefined) {
    const inline = INLINE.exec(rest);
    return inline ? { from: inline[0].length, to: rest.length } : unquoted(rest);
  }
  for (let at = 2; at < rest.length; at++) {
    if (rest[at] === '\\') at++;
    else if (rest[at] === quote && /^(?:$|[ ,:])/.test(rest.slice(at + 1, at + 2))) return { from: 2, to: at };
  }
  return undefined;
}

/** `button Show related incidents, expanded=False` */
function unquoted(rest: string): { from: number; to: number } | undefined {
  if (!/^ [^[\s:]/.test(rest)) return undefined;
  const end = /, \w+(?:=|,|$)| value=/.exec(rest)?.index ?? rest.length;
  return end > 1 ? { from: 1, to: end } : undefined;
}

/** How much of a text reads as a page tree, 0 to 1, and whether elements of it can be referred to. */
export function looksLikeTree(lines: readonly string[]): { readonly share: number; readonly refs: number } {
  const filled = lines.filter((line) => line.trim() !== '');
  let [known, refs] = [0, 0];
  for (const line of filled) {
    const read = readLine(line);
    if (!read) continue;
    known += 1;
    if (read.ref !== '' || /\[ref=\w+\]/.test(read.rest)) refs += 1;
  }
  return { share: known / Math.max(1, filled.length), refs };
}
