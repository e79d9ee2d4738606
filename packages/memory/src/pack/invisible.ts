/** What shows nothing: Unicode's default-ignorable code points, and the marks of annotations between lines. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;
/** Flags of countries within a country, and the variants of Chinese characters in names: the uses that tags and supplementary selectors have. */
const ORDINARY =
  /\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{1,6}\u{e007f}|\p{Script=Han}[\u{e0100}-\u{e01ef}]/gu;
/** Signs in which a text can stand that nobody sees, what turns the order of signs around, and many invisible signs in a row. */
const HIDING = /[\u{e0000}-\u{e0fff}\u202d\u202e\ufff9-\ufffb]+|\p{Default_Ignorable_Code_Point}{4,64}/gu;

/** A text as it looks. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** A text without what hides something in it; joiners, selectors of emojis and marks of direction stay. */
export function withoutHidden(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (const { 0: sign, index } of text.matchAll(ORDINARY)) {
    kept.push(text.slice(from, index).replace(HIDING, ''), sign);
    from = index + sign.length;
  }
  return [...kept, text.slice(from).replace(HIDING, '')].join('');
}

/** True where a text has more in it than it shows. */
export function hidesText(text: string): boolean {
  return withoutHidden(text) !== text;
}
