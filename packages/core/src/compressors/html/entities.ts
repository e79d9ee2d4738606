/** Names of characters, each with its character behind it. */
const CHARACTERS =
  'amp & lt < gt > quot " copy © reg ® trade ™ hellip … mdash — ndash – lsquo ‘ rsquo ’ ldquo “ rdquo ” sbquo ‚ bdquo „ ' +
  'laquo « raquo » lsaquo ‹ rsaquo › bull • middot · deg ° plusmn ± times × divide ÷ frac12 ½ frac14 ¼ frac34 ¾ sup2 ² ' +
  'sup3 ³ micro µ para ¶ sect § cent ¢ pound £ yen ¥ euro € larr ← rarr → uarr ↑ darr ↓ harr ↔ le ≤ ge ≥ ne ≠ asymp ≈ ' +
  'infin ∞ minus − radic √ sum ∑ prod ∏ part ∂ forall ∀ exist ∃ empty ∅ isin ∈ and ∧ or ∨ cap ∩ cup ∪ alpha α beta β ' +
  'gamma γ delta δ epsilon ε lambda λ mu μ pi π sigma σ theta θ omega ω Delta Δ Omega Ω Sigma Σ agrave à aacute á ' +
  'acirc â atilde ã auml ä aring å aelig æ ccedil ç egrave è eacute é ecirc ê euml ë igrave ì iacute í icirc î iuml ï ' +
  'ntilde ñ ograve ò oacute ó ocirc ô otilde õ ouml ö oslash ø ugrave ù uacute ú ucirc û uuml ü yacute ý szlig ß Auml Ä ' +
  'Ouml Ö Uuml Ü Aring Å AElig Æ Ccedil Ç Eacute É Oslash Ø Ntilde Ñ dagger † check ✓ star ☆ num # lowbar _ lpar ( ' +
  'rpar ) lbrack [ rbrack ] lbrace { rbrace } colon : semi ; comma , period . excl ! quest ? sol / bsol \\ verbar | ' +
  'grave ` equals = plus + percnt % dollar $ commat @ ast *';
const BLANKS: readonly (readonly [string, string])[] = [
  ...'nbsp ensp emsp thinsp'.split(' ').map((name) => [name, ' '] as const),
  ...'zwnj zwj shy lrm rlm'.split(' ').map((name) => [name, ''] as const),
  ['apos', "'"],
  ['NewLine', '\n'],
  ['Tab', '\t'],
];
const NAMED = new Map(BLANKS);
const words = CHARACTERS.split(' ');
for (let i = 0; i < words.length; i += 2) NAMED.set(words[i]!, words[i + 1]!);

const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,10}));/g;

/** Decodes character references; unknown ones stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    ENTITY,
    (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return NAMED.get(name) ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      if (code === 160) return ' ';
      return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : whole;
    },
  );
}
