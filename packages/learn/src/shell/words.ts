/** A word of a shell's line as it was written and as the shell hands it on, or what stands between two commands. */
export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly raw: string }
  | { readonly kind: 'joint'; readonly text: string };

const JOINTS = ['&&', '||', ';;', '|&', ';', '|', '&', '\n'];

/**
 * Reads a line as a POSIX shell splits it; undefined where it holds what a reader cannot tell apart without running it: a text
 * that follows (`<<`), a loop, a function, an open quote. Redirections are left out.
 */
export function tokensOf(line: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < line.length) {
    const sign = line[at] as string;
    if (sign === ' ' || sign === '\t' || sign === '\r') at += 1;
    else if (sign === '\\' && line[at + 1] === '\n') at += 2;
    else if (sign === '#') at = endOf(line, at);
    else if ('(){}'.includes(sign)) return undefined;
    else {
      const redirection = /^(?:\d?|&)(?:>>|>\||>&|>|<)(?!<|\()[ \t]*/.exec(line.slice(at, at + 12))?.[0];
      if (redirection !== undefined) {
        const target = wordAt(line, at + redirection.length);
        if (target === undefined) return undefined;
        at = target.end;
        continue;
      }
      if (sign === '<' || sign === '>') return undefined;
      const joint = JOINTS.find((one) => line.startsWith(one, at));
      if (joint !== undefined) {
        tokens.push({ kind: 'joint', text: joint });
        at += joint.length;
        continue;
      }
      const word = wordAt(line, at);
      if (word === undefined || word.end === at) return undefined;
      tokens.push({ kind: 'word', text: word.text, raw: line.slice(at, word.end) });
      at = word.end;
    }
  }
  return tokens;
}

function endOf(line: string, from: number): number {
  const end = line.indexOf('\n', from);
  return end < 0 ? line.length : end;
}

function wordAt(line: string, from: number): { readonly text: string; readonly end: number } | undefined {
  let text = '';
  let at = from;
  while (at < line.length && !/[\s|&;<>()]/.test(line[at] as string)) {
    const sign = line[at] as string;
    if (sign === '\\') {
      text += line[at + 1] ?? '';
      at += 2;
    } else if (sign === "'" || sign === '"') {
      const end = quoteEnd(line, at);
      if (end === undefined) return undefined;
      const inside = line.slice(at + 1, end);
      text += sign === "'" ? inside : inside.replace(/\\(["\\$`])/g, '$1');
      at = end + 1;
    } else if (sign === '$' && line[at + 1] === '(') return undefined;
    else {
      text += sign;
      at += 1;
    }
  }
  return { text, end: at };
}

function quoteEnd(line: string, from: number): number | undefined {
  const quote = line[from] as string;
  for (let at = from + 1; at < line.length; at++) {
    if (line[at] === quote) return at;
    if (quote === '"' && line[at] === '\\') at += 1;
  }
  return undefined;
}
