import type { LanguageName } from './languages.js';

/** What a line says about the language it is written in. */
export interface Evidence {
  /** Anchored and linear. */
  readonly pattern: RegExp;
  readonly language: LanguageName;
  readonly points: number;
}

/** Lines that only one language, or one family, writes, by what such a line can begin with; '' is anything. */
const EVIDENCE: readonly (readonly [string, RegExp, LanguageName, number])[] = [
  ['ad', /^(?:async )?def \w+\(|^ +(?:async )?def \w+\((?:self|cls)?/, 'python', 3],
  ['c', /^class \w+(?:\([^)]*\))?:\s*(?:#|$)/, 'python', 3],
  ['fi', /^from [\w.]+ import |^import \w[\w.]*(?: as \w+)?(?:, \w[\w.]*)*\s*$/, 'python', 3],
  ['i', /^if __name__ == /, 'python', 4],
  ['esifwt', /^\s+(?:elif |except\b|self\.\w+)|^\s*(?:if|for|while|with|else|try)\b[^{]*:\s*$/, 'python', 2],
  [`'"#`, /^'use strict'|^"use strict"|^#!.*\bnode\b/, 'javascript', 4],
  ['eaf', /^\s*(?:export (?:default )?)?(?:async )?function\*? ?\w*\s?\(/, 'javascript', 2],
  ['eclv', /^\s*(?:export )?(?:const|let|var) [\w${[][^;=]*=/, 'javascript', 2],
  ['i}e', /^import (?:[\w${*][^'"]* from )?['"]|^\} from ['"]|^export (?:\*|\{)/, 'javascript', 3],
  ['', /^(?:module\.)?exports\b|\brequire\(['"]|=> ?\{\s*$/, 'javascript', 2],
  [
    'ditec',
    /^(?:describe|it|test)\(['"`]|^\s*(?:export )?(?:default )?class \w+(?: extends [\w.]+)? ?\{/,
    'javascript',
    2,
  ],
  [
    'edaitn',
    /^(?:export )?(?:declare |abstract )?(?:interface|type|enum|namespace|abstract class) \w[^(;{=]*[{=]/,
    'typescript',
    3,
  ],
  [
    'iepr',
    /^import type |^export type |^\s*(?:public|private|protected|readonly) (?:readonly |static |async )*\w+\??[(:]/,
    'typescript',
    3,
  ],
  [
    '',
    /[\w)\]?]: (?:Promise<\w|(?:string|number|boolean|void|unknown|readonly \w+)(?:\[\])?\s*[,;)={])/,
    'typescript',
    3,
  ],
  ['pft', /^package \w+\s*$|^func (?:\([^)]*\) )?\w+\(|^type \w+ (?:struct|interface|func)\b/, 'go', 4],
  ['', /^\s+\w+(?:, \w+)* := |^\s+if err != nil/, 'go', 3],
  [
    'paucfiu',
    /^\s*(?:pub(?:\(\w+\))? )?(?:async |unsafe |const )?fn \w+|^\s*impl(?:<[^>]*>)? |^use [\w:]+(?:::\{|;|::)/,
    'rust',
    4,
  ],
  ['#lpsetm', /^\s*#!?\[\w+|^\s*let mut |^(?:pub )?(?:struct|enum|trait|mod) \w+/, 'rust', 3],
  ['pi', /^package [\w.]+;|^import (?:static )?[a-z][\w.]*\.[\w*]+;/, 'java', 5],
  ['p', /^\s*(?:public|private|protected) [\w<>[\], ?.]+[({]/, 'java', 2],
  ['@', /^\s*@(?:Override|Test|Autowired|Nullable|Deprecated|SuppressWarnings)\b/, 'java', 3],
  ['#', /^#\s*include [<"][\w./-]+\.h[>"]|^#\s*(?:ifdef|ifndef|endif|define|undef|pragma)\b/, 'c', 3],
  ['seicut', /^(?:static|extern|inline|const|unsigned|struct) [\w*\s]+\(|^typedef |^struct \w+ \{/, 'c', 3],
  ['seivcbdul', /^(?:static |extern |inline )*(?:void|int|char|bool|size_t|double|unsigned|long)\s*\*?$/, 'c', 3],
  ['vicbsdflu', /^(?:void|int|char|bool|size_t|double|float|long|u?int\d+_t)\s\*?\s?\w+\s?\(/, 'c', 3],
  [
    '',
    /^#\s*include <\w+>|\bstd::|^\s*template ?<|^namespace [\w:]+|^using namespace |^\w[\w:<>*& ]* \w+::~?\w+\(/,
    'cpp',
    5,
  ],
  ['pc', /^\s*(?:public|private|protected):\s*$|^class \w+(?: : (?:public|private) [\w:]+)?\s*\{?$/, 'cpp', 3],
];

const ALL = EVIDENCE.map(([starts, pattern, language, points]) => ({ starts, pattern, language, points }));
const OF_ANY = ALL.filter(({ starts }) => starts === '');
const BY_START = new Map<number, readonly Evidence[]>();
for (let code = 33; code < 127; code++) {
  const own = ALL.filter(({ starts }) => starts === '' || starts.includes(String.fromCharCode(code)));
  if (own.length > OF_ANY.length) BY_START.set(code, own);
}

/** The evidence worth looking for in a line, by its first letter. */
export function evidenceIn(line: string): readonly Evidence[] {
  return BY_START.get(line.trimStart().charCodeAt(0)) ?? OF_ANY;
}
