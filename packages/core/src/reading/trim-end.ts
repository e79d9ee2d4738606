/** A text without the characters at its end that a pattern of one character fits. Linear, where `+$` would begin anew at each. */
export function trimEndOf(text: string, char: RegExp): string {
  let end = text.length;
  while (end > 0 && char.test(text[end - 1] as string)) end--;
  return text.slice(0, end);
}
