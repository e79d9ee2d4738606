/*
 * How each encoding cuts a text into pieces, as its publisher's pattern says. White space is `\p{White_Space}`, as in the
 * publishers' own engines; JavaScript's `\s` also takes U+FEFF for a blank and does not take U+0085.
 */

const CONTRACTION = "'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD]";
const BLANKS = '\\s+(?!\\S)|\\s+';
const O200K_HEAD = '[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]';
const O200K_BODY = '[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]';

/** Only reading these classes takes a millisecond each, so that a pattern is made when a text needs it. */
function pattern(...parts: readonly string[]): () => RegExp {
  let made: RegExp | undefined;
  return () => {
    made ??= new RegExp(
      parts.join('|').replaceAll('\\s', '\\p{White_Space}').replaceAll('\\S', '\\P{White_Space}'),
      'ug',
    );
    return made;
  };
}

export const O200K_PATTERN = pattern(
  `[^\\r\\n\\p{L}\\p{N}]?${O200K_HEAD}*${O200K_BODY}+(?:${CONTRACTION})?`,
  `[^\\r\\n\\p{L}\\p{N}]?${O200K_HEAD}+${O200K_BODY}*(?:${CONTRACTION})?`,
  '\\p{N}{1,3}',
  ' ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*',
  '\\s*[\\r\\n]+',
  BLANKS,
);

export const CL100K_PATTERN = pattern(
  CONTRACTION,
  '[^\\r\\n\\p{L}\\p{N}]?\\p{L}+',
  '\\p{N}{1,3}',
  ' ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*',
  '\\s*[\\r\\n]+',
  BLANKS,
);

export const CLAUDE_PATTERN = pattern(
  "'s|'t|'re|'ve|'m|'ll|'d",
  ' ?\\p{L}+',
  ' ?\\p{N}+',
  ' ?[^\\s\\p{L}\\p{N}]+',
  BLANKS,
);
