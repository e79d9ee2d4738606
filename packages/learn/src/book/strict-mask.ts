import { createMask, type Mask } from '@headroom/agents/sessions';

const COVER = '•••••';
/** What a flag of such a name is given. */
const GIVEN = /(?<![\w-])(--?[A-Za-z][\w-]*[= ] {0,3}["']?)([^\s"']{4,})/g;
const KEY_NAME = /(?:key|token|secret|pass|passwd|password|auth|credentials?|cookie)[= "']*$/i;
const WORD = /[A-Za-z0-9]{12,}/g;

/**
 * The mask that reports use, and beyond it short words that look like chance and what flags for keys are given. What it covers here is never
 * written into a file that a model reads, so that it had rather cover a name than show a password.
 */
export async function strictMask(known: ReadonlySet<string> = new Set()): Promise<Mask> {
  const mask = await createMask();
  const withoutKnown = (text: string) => {
    let out = text;
    for (const secret of known) if (out.includes(secret)) out = out.replaceAll(secret, COVER);
    return out;
  };
  return async (text) =>
    (await mask(withoutKnown(text)))
      .replace(GIVEN, (all, flag: string) => (KEY_NAME.test(flag) ? `${flag}${COVER}` : all))
      .replace(WORD, (word) => (looksMade(word) ? COVER : word));
}

const NAMED =
  /(?:pass(?:word|wd|phrase)?|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)\\*["']?\s*(?:[:=]|=>)\s*\\*["']?([^\s"'\\,;)}\]]{8,80})|\/\/[^\s/:@"']{1,80}:([^\s@/"']{6,80})@/gi;

/** The values that a text names as secrets, or has in an address: elsewhere they stand without their name. */
export function namedSecrets(text: string): string[] {
  return [...text.matchAll(NAMED)].map(([, named, inAddress]) => named ?? inAddress ?? '');
}

/** Characters mixed as no name has them, or a number in sixteens. */
function looksMade(word: string): boolean {
  if (/^[0-9a-f]{16,}$/i.test(word) && /\d/.test(word) && /[a-f]/i.test(word)) return true;
  const kinds = [...word].map((sign) => (/[a-z]/.test(sign) ? 'a' : /[A-Z]/.test(sign) ? 'A' : '0'));
  const several = new Set(kinds).size;
  const changes = kinds.filter((one, i) => i > 0 && one !== kinds[i - 1]).length / word.length;
  if (several > 1 && changes > (several === 3 ? 0.26 : 0.36)) return true;
  const small = word.match(/[a-z]+/g) ?? [];
  // Names are made of words: their small letters stand together.
  return several > 1 && small.join('').length < SHORTEST_WORD * small.length + (small.length === 0 ? 1 : 0);
}

const SHORTEST_WORD = 2.6;
