const NAMED =
  /^\W{0,8}(?:search )?(?:docs?|document|chunk|result|source|passage|snippet|context|hit|match|excerpt|citation|reference)\b[ #:_-]{0,3}(?:no\.? ?)?\[?\d/i;
const BRACKETED = /^\s{0,3}\[(\d{1,4})\]\s*\S/;
const SCORED = /(?:score|similarity|relevance|distance)["']?\s?[:=]\s?-?\d*\.?\d+/i;
const FIELD =
  /^\s{0,4}[*_-]{0,3}(?:source|url|uri|link|score|title|id|doc[_ ]?id|chunk[_ ]?id|file|path|date|author|similarity|relevance|page|section|published|distance|rank|type|tags)[*_]{0,3}\s?[:=]\s?\S/i;

/**
 * Lines that head the chunks of a retrieval result (`[1] source: … score: …`, `--- doc 3 (a.md) ---`, a `Source:` line
 * after a rule), each with the number of lines it spans. Empty where the text is no such result.
 */
export function findChunkHeads(lines: readonly string[]): ReadonlyMap<number, number> {
  const found: { line: number; kind: string; index: number }[] = [];
  for (let l = 0; l < lines.length; l++) {
    const line = lines[l] ?? '';
    if (line.length < 3 || line.length > 300) continue;
    const bracket = BRACKETED.exec(line);
    if (bracket) found.push({ line: l, kind: 'bracket', index: Number(bracket[1]) });
    else if (NAMED.test(line)) found.push({ line: l, kind: 'named', index: -1 });
    else if (FIELD.test(line) && isFree(lines[l - 1])) found.push({ line: l, kind: 'field', index: -1 });
    else if (SCORED.test(line) && isFree(lines[l - 1])) found.push({ line: l, kind: 'scored', index: -1 });
  }
  const heads = new Map<number, number>();
  for (const kind of ['bracket', 'named', 'scored', 'field']) {
    const own = found.filter((one) => one.kind === kind);
    if (!isSeries(own, kind, lines)) continue;
    for (const { line } of own) heads.set(line, spanOf(lines, line));
    return heads;
  }
  return heads;
}

function isSeries(heads: readonly { line: number; index: number }[], kind: string, lines: readonly string[]): boolean {
  const first = heads[0];
  const last = heads[heads.length - 1];
  if (!first || !last || heads.length < (kind === 'field' ? 3 : 2)) return false;
  if ((lines.length - first.line) / heads.length < 3 || first.line > 40) return false;
  if (kind !== 'bracket')
    return heads.length >= 3 || kind === 'scored' || lines.some((line) => line.length < 300 && SCORED.test(line));
  return (first.index === 0 || first.index === 1) && heads.every((head, i) => head.index === first.index + i);
}

function spanOf(lines: readonly string[], head: number): number {
  let end = head + 1;
  while (end < lines.length && end - head < 8 && (lines[end] ?? '').length < 400 && FIELD.test(lines[end] ?? '')) end++;
  return end - head;
}

function isFree(line: string | undefined): boolean {
  return line === undefined || /^[\s\-=*_#~]*$/.test(line.slice(0, 200));
}
