import type { Mask } from '@headroom/agents/sessions';
import type { Book, ProjectBook } from './book.js';
import { isFieldsLike } from './plain.js';

/** Between texts that are looked through together: no secret goes over it. */
const SEAM = '\n\u241e\n';

/**
 * Takes every secret out of the book before it is kept or shown: a candidate that holds one is no rule and goes; in what is
 * remembered of open transcripts it is covered.
 */
export async function coverSecrets(book: Book, mask: Mask, clean: Set<string> = new Set()): Promise<void> {
  for (const project of Object.values(book.projects)) await coverProject(project, mask, clean);
  for (const mark of Object.values(book.files)) {
    if (!mark.followed) continue;
    const covered = await coverTexts(mark.followed.threads, mask);
    if (covered === undefined) delete mark.followed;
    else mark.followed = { ...mark.followed, threads: covered as never };
  }
}

async function coverProject(project: ProjectBook, mask: Mask, clean: Set<string>): Promise<void> {
  for (const [key, { wrong, right }] of Object.entries(project.candidates)) {
    const text = `${wrong}\n${right}`;
    if (clean.has(text)) continue;
    if (await hasSecret(text, mask)) delete project.candidates[key];
    else clean.add(text);
  }
  project.episodes = ((await coverTexts(project.episodes, mask)) ?? []) as ProjectBook['episodes'];
  for (const kind of ['reread', 'unused', 'repeated'] as const) {
    const names = Object.keys(project.waste[kind]);
    const covered = names.length === 0 ? [] : (await mask(names.join(SEAM))).split(SEAM);
    const isWhole = covered.length === names.length;
    const list: ProjectBook['waste'][typeof kind] = {};
    for (const [i, name] of names.entries()) {
      const shown = isWhole ? (covered[i] as string) : await mask(name);
      const [times, characters] = project.waste[kind][name] as [number, number];
      const [before, more] = list[shown] ?? [0, 0];
      list[shown] = [before + times, more + characters];
    }
    project.waste[kind] = list;
  }
}

/** Whether a text holds a secret. */
export async function hasSecret(text: string, mask: Mask): Promise<boolean> {
  return (await mask(text)) !== text;
}

/** What is no text of anybody's but tells things apart, or says where they are. */
const TELLS = new Set([
  'id',
  'call',
  'session',
  'file',
  'mark',
  'tool',
  'kind',
  'outcome',
  'why',
  'agent',
  'folder',
  'sign',
]);
/** Records whose keys are such texts. */
const KEYED = new Set(['repeats', 'reads']);

/** The same value with the secrets of all its texts covered; undefined where one goes over several of them. */
async function coverTexts(value: unknown, mask: Mask): Promise<unknown> {
  const texts: string[] = [];
  each(value, '', (text) => {
    texts.push(text);
    return text;
  });
  if (texts.length === 0) return value;
  const covered = (await mask(texts.join(SEAM))).split(SEAM);
  if (covered.length !== texts.length) return undefined;
  let at = 0;
  return each(value, '', () => covered[at++] as string);
}

/** The value with each text replaced, those that are keys included. */
function each(value: unknown, name: string, text: (one: string) => string): unknown {
  if (typeof value === 'string') return TELLS.has(name) ? value : text(value);
  if (Array.isArray(value)) return value.map((one) => each(one, name, text));
  if (!isFieldsLike(value)) return value;
  const isKeyed = KEYED.has(name);
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [isKeyed ? text(key) : key, each(one, key, text)]),
  );
}
