const UNDERLINE = '=-~^"\'*+#.:_`';

/** Columns of white space before the first character; a tab goes to the next multiple of eight. */
export function indentOf(line: string): number {
  let columns = 0;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code === 32 || code === 0xa0) columns++;
    else if (code === 9) columns += 8 - (columns % 8);
    else break;
  }
  return columns;
}

/** True for lines of white space only. */
export function isBlank(line: string | undefined): boolean {
  return line === undefined || line.length === 0 || (line.length < 400 && line.trim().length === 0);
}

/** The character of an underline such as `=====` or `-----`, else undefined. */
export function underlineOf(line: string | undefined): string | undefined {
  if (line === undefined || line.length < 3 || line.length > 200) return undefined;
  const mark = line[0] ?? '';
  if (!UNDERLINE.includes(mark)) return undefined;
  const bare = line.trimEnd();
  for (let i = 1; i < bare.length; i++) if (bare[i] !== mark) return undefined;
  return bare.length >= 3 ? mark : undefined;
}

/** Level 1 to 6 of a `# heading`, else 0. */
export function hashLevel(line: string): number {
  let level = 0;
  while (level < 7 && line.charCodeAt(level) === 35) level++;
  if (level === 0 || level > 6) return 0;
  const next = line.charCodeAt(level);
  return (next === 32 || next === 9) && line.trimEnd().length > level ? level : 0;
}

/** A heading of a manual page: capitals at the left edge, nothing that ends a sentence. */
export function isCapitals(line: string): boolean {
  if (line.length < 3 || line.length > 72) return false;
  const first = line.charCodeAt(0);
  if (first < 65 || first > 90) return false;
  let capitals = 0;
  let spaces = 0;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code >= 97 && code <= 122) return false;
    if (code >= 65 && code <= 90) capitals++;
    if (code === 32) spaces++;
    if (code === 9 || code === 61 || code === 123 || code === 59 || code === 60) return false;
  }
  const bare = line.trimEnd();
  return capitals >= 3 && spaces < 9 && !'.,;'.includes(bare[bare.length - 1] ?? '');
}

const NUMBERED = /^(\d{1,3}(?:\.\d{1,3}){0,5})\.?[ \t]+[A-Z"'`(][^\n]{0,90}$/;

/** Depth of a numbered heading such as `3.2.1. Terms`, else 0. */
export function numberedLevel(line: string): number {
  const first = line.charCodeAt(0);
  if (first < 48 || first > 57 || line.length > 110) return 0;
  const found = NUMBERED.exec(line.trimEnd());
  if (!found || /[.,;:]$/.test(line.trimEnd())) return 0;
  return (found[1] ?? '').split('.').length;
}
