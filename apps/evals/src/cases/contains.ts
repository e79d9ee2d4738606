const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function withoutEscapes(text: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|[^u])/g, (_, what: string) =>
    what.length === 5 ? String.fromCharCode(Number.parseInt(what.slice(1), 16)) : (ESCAPES[what] ?? what),
  );
}

const squash = (text: string) => text.replace(/\s+/g, ' ');

/** The readings of a text in which a reader would recognise a fact: as it is, without JSON escapes, with single spaces. */
export function readings(text: string): string[] {
  const plain = text.includes('\\') ? [text, withoutEscapes(text)] : [text];
  return [...new Set([...plain, ...plain.map(squash)])];
}

/** True when a fact is literally there in one of the readings. */
export function contains(texts: readonly string[], fact: string): boolean {
  const flat = squash(fact);
  return texts.some((text) => text.includes(fact) || text.includes(flat));
}
