/** Tells the character codes of ASCII that a pattern of one character fits, by a look into a table. */
export function codesOf(pattern: RegExp): (code: number) => boolean {
  const table = Uint8Array.from({ length: 128 }, (_, code) => (pattern.test(String.fromCharCode(code)) ? 1 : 0));
  return (code) => table[code] === 1;
}

/** Whether white space, as `\s` means it, stands at a place of a text. */
export function isSpaceAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 160) return code === 32 || (code >= 9 && code <= 13);
  return (code < 0x2100 || code === 0x3000 || code === 0xfeff) && /\s/.test(text[at]!);
}
