const joins = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}_]/u.test(character);

/** Where a string stands in a text as a word of its own, so that `12` is not found in `312`. */
export function tokenPositions(text: string, token: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
    const tail = text.slice(at + token.length, at + token.length + 2);
    const goesOn = joins(tail[0]) || (/^\.\d/.test(tail) && /\d$/.test(token));
    if (!joins(text[at - 1]) && !goesOn) found.push(at);
  }
  return found;
}

export function hasToken(text: string, token: string): boolean {
  return tokenPositions(text, token).length > 0;
}

/** All strings of the evidence are in the text. */
export function hasAll(evidence: readonly string[]): (text: string) => boolean {
  return (text) => evidence.every((token) => hasToken(text, token));
}

const NEAR = 48;

/** The number is said close to the name of what was counted, or all of it is there to be counted. */
export function saysCount(category: string, count: number): (text: string) => boolean {
  return (text) => {
    if (tokenPositions(text, category).length === count) return true;
    // A summary may say `484 info` of lines marked INFO.
    const names = tokenPositions(text.toLowerCase(), category.toLowerCase());
    const numbers = tokenPositions(text, String(count));
    return names.some((name) => numbers.some((at) => at > name - NEAR && at < name + category.length + NEAR));
  };
}
