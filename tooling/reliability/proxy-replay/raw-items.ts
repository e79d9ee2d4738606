/** The items of a JSON list as they are written, and where the last of them ends. `from` is behind the bracket, or behind an item. */
export function rawItems(text: string, from: number): { readonly items: readonly string[]; readonly end: number } {
  const items: string[] = [];
  let depth = 0;
  let start = from;
  let last = from;
  const take = (end: number) => {
    const item = text.slice(start, end).trim();
    if (item === '') return;
    items.push(item);
    last = text.slice(0, end).trimEnd().length;
  };
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') at = endOfString(text, at);
    else if (sign === '{' || sign === '[') depth++;
    else if (depth > 0 && (sign === '}' || sign === ']')) depth--;
    else if (sign === ']') {
      take(at);
      return { items, end: last };
    } else if (sign === ',' && depth === 0) {
      take(at);
      start = at + 1;
    }
  }
  throw new SyntaxError('A list does not end');
}

/** The place of the quote that ends the string which begins at `at`. */
function endOfString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return end;
  }
  throw new SyntaxError('A string does not end');
}
