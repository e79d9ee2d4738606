/** Tells the character codes of ASCII that a pattern of one character fits, by a look into a table. */
export function codesOf(pattern: RegExp): (code: number) => boolean {
  const table = Uint8Array.from({ length: 128 }, (_, code) => (pattern.test(String.fromCharCode(code)) ? 1 : 0));
  return (code) => table[code] === 1;
}
