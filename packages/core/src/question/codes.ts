import { grouped } from '../reading/grouped.js';
import { LANGUAGES, REGIONS } from './names.js';

/** Names that a question says in full and data says as a code: states, countries, languages, months, HTTP statuses, signals. */

/** Postal codes of the United States, as their post lists them. */
const STATES =
  'AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|FL Florida|GA Georgia|HI Hawaii|' +
  'ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|' +
  'MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|' +
  'NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|' +
  'TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|DC District of Columbia|' +
  'PR Puerto Rico';
/** Names of countries that the runtime writes in another way. */
const ALIASES =
  'TR Turkey|US USA|GB UK|GB Britain|GB England|CZ Czech Republic|NL Holland|CI Ivory Coast|MM Burma|AE Emirates|VN Viet Nam';
const MONTHS = 'January February March April June July August September October November December'.split(' ');
/** What a reader calls them in a sentence; common words of other meanings (`gone`, `created`, `found`) are not among them. */
const PHRASES =
  '400 bad request|401 unauthorized|401 unauthorised|401 unauthenticated|403 forbidden|404 not found|405 method not allowed|409 conflict|' +
  '413 payload too large|415 unsupported media type|422 unprocessable|429 too many requests|429 rate limited|429 rate limit|' +
  '429 throttled|500 internal server error|501 not implemented|502 bad gateway|503 service unavailable|504 gateway timeout|' +
  '504 gateway timed out|301 moved permanently|304 not modified|126 not executable|127 command not found|134 sigabrt|137 sigkill|' +
  '137 out of memory|137 oom killed|139 segfault|139 segmentation fault|139 sigsegv|143 sigterm|130 sigint';
/** Codes of languages that differ from the beginning of their names, with those of ISO 639-2 that libraries use. */
const LIBRARY_CODES =
  'sq alb|hy arm|eu baq|my bur|zh chi|cs cze|nl dut|fr fre|ka geo|de ger|el gre|is ice|mk mac|ms may|mi mao|fa per|ro rum|sk slo|bo tib|cy wel';

const LONGEST_NAME = 4;
const MOST = 24;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu;

let proper: ReadonlyMap<string, readonly string[]> | undefined;
let phrases: ReadonlyMap<string, readonly string[]> | undefined;

/** The codes for what a text names in full: `North Dakota` gives `ND`, `German` gives `de`, `deu`, `ger`. Linear. */
export function codesNamed(text: string): readonly string[] {
  const words = text.slice(0, 4000).match(WORD) ?? [];
  const found = new Set<string>();
  const names = properNames();
  const said = phraseCodes();
  for (let at = 0; at < words.length; at++) {
    const isName = /^\p{Lu}/u.test(words[at]!);
    for (let length = Math.min(LONGEST_NAME, words.length - at); length > 0 && found.size < MOST; length--) {
      const key = words
        .slice(at, at + length)
        .join(' ')
        .toLowerCase();
      const codes = (isName ? names.get(key) : undefined) ?? said.get(key);
      if (!codes) continue;
      for (const code of codes) {
        found.add(code);
        if (/^[a-z]{2}$/.test(code)) for (const three of threeLettersOf(code)) found.add(three);
      }
      at += length - 1;
      break;
    }
  }
  return [...found];
}

function phraseCodes(): ReadonlyMap<string, readonly string[]> {
  phrases ??= codesByName(PHRASES.split('|').map((entry) => [entry.slice(4), entry.slice(0, 3)]));
  return phrases;
}

/** Names of places, languages and months: only where they begin with a capital. */
function properNames(): ReadonlyMap<string, readonly string[]> {
  proper ??= codesByName([
    ...listed(`${STATES}|${ALIASES}`),
    ...MONTHS.map((month): [string, string] => [month, month.slice(0, 3)]),
    ...listed(`${REGIONS}|${LANGUAGES}`),
  ]);
  return proper;
}

function listed(entries: string): [string, string][] {
  return entries.split('|').map((entry) => [entry.slice(3), entry.slice(0, 2)]);
}

function codesByName(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const byName = grouped(pairs, ([name]) => name.toLowerCase());
  return new Map([...byName].map(([name, own]) => [name, own.map(([, code]) => code)]));
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'.split('');

/** What libraries and media files write for a language of two letters: `de` is `deu` and `ger`. */
function threeLettersOf(code: string): readonly string[] {
  const library = LIBRARY_CODES.split('|').filter((entry) => entry.startsWith(`${code} `));
  const terms = LETTERS.map((third) => code + third).filter((three) => Intl.getCanonicalLocales(three)[0] === code);
  return [...library.map((entry) => entry.slice(3)), ...terms];
}
