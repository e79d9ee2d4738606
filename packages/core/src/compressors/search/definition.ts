const WORD = /[A-Za-z_$][\w$]*/g;
const KEYWORD =
  /\b(?:def|class|function\*?|func|fn|fun|const|let|var|val|interface|struct|type|enum|union|impl|trait|mod|module|namespace|macro_rules!|#\s*define|define|sub|procedure|package|object|record|protocol|extension|static|public|private|protected|abstract|final|export|typedef|CREATE (?:OR REPLACE )?(?:TABLE|FUNCTION|VIEW|INDEX|TYPE))\b/i;

/** Identifiers of a question or a search pattern, the ones whose definition a reader may look for. */
export function subjectsOf(texts: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const text of texts) for (const [word] of text.matchAll(WORD)) if (word.length > 2) found.add(word);
  return found;
}

/** The subject that a line defines (`def x(`, `const x =`, `x: function`, `int x(…) {`), or undefined. */
export function definedIn(text: string, subjects: ReadonlySet<string>): string | undefined {
  const line = text.length > 400 ? text.slice(0, 400) : text;
  for (const found of line.matchAll(WORD)) {
    const word = found[0];
    if (!subjects.has(word)) continue;
    const before = line.slice(0, found.index);
    const after = line.slice(found.index + word.length);
    if (isDefinition(before, after)) return word;
  }
  return undefined;
}

function isDefinition(before: string, after: string): boolean {
  const lead = before.trimStart();
  if (/["'`#]|\/\/|^\*|[=(,.]\s*$/.test(lead) && !/^#\s*define\s+$/.test(lead)) return false;
  if (/\b(?:return|new|throw|await|yield|raise|import|from|require|in|if|while|not|and|or|case|goto)\s*$/.test(lead))
    return false;
  if (KEYWORD.test(lead) && /^(?:[\w\s*&<>:!#,[\]()-]*)$/.test(lead))
    return /^\s*(?:[(<=:{;,[*&?]|$|\s(?:extends|implements|for|where|is|as|of|on|\w))/.test(after);
  if (lead === '')
    return /^\s*(?::=|=(?!=)|:\s*(?:async\s*)?(?:function\b|\(|\w+\s*=)|\([^;]*\)\s*(?::[\s\w<>[\]|.,]+)?\{\s*$)/.test(
      after,
    );
  return before === lead && /^[A-Za-z_][\w\s*&:<>]*[\s*&]$/.test(lead) && /^\s*\([^;]*$/.test(after);
}
