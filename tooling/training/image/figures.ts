/**
 * The figures of `@headroom/image`: `npx tsx figures.ts FOLDER [all | NEEDS [MODELS]]` after pictures.ts. Questions of questions-held-out.txt on pictures of
 * packages that nothing was trained on, and on pages whose words are known. Prints what was lost, saved, and how long it took.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { contentHash } from '../../../packages/core/src/ccr/hash.ts';
import type { PictureOutcome, PictureTask, PictureWire } from '../../../packages/core/src/index.ts';
import { counterFor, loadCounter } from '../../../packages/core/src/index.ts';
import { keptExtent, pictureSize, pictureTokens } from '../../../packages/core/src/pictures/index.ts';
import { noteOn } from '../../../packages/core/src/pipeline/pictures/note.ts';
import { imageRouter } from '../../../packages/image/src/index.ts';
import { findLines } from '../../../packages/image/src/ocr/find-lines.ts';
import { loadTextModels } from '../../../packages/image/src/ocr/models.ts';
import { readLine } from '../../../packages/image/src/ocr/read-line.ts';
import { imageSettings } from '../../../packages/image/src/options.ts';
import { pictureFeatures, smallPicture } from '../../../packages/image/src/picture/features.ts';
import { kindOdds } from '../../../packages/image/src/picture/kind.ts';
import { openPicture } from '../../../packages/image/src/picture/source.ts';
import { planFor } from '../../../packages/image/src/route/plan.ts';
import { chance, madeText, pageOf, STYLES } from './made-text.ts';
import type { Listed } from './pictures.ts';

type Need = 'text' | 'region' | 'gist' | 'whole';
interface Pair {
  readonly need: Need;
  readonly question: string;
  readonly picture: Buffer;
  /** Words that have to be readable in what is sent, where the answer is text. */
  readonly answer?: string;
}
interface Reader {
  readonly wire: PictureWire;
  readonly model: string;
}

const home = process.argv[2] ?? '/tmp/headroom-pictures';
/** Which needs, and which models; all without. */
const needs = process.argv[3] === 'all' ? undefined : process.argv[3]?.split(',');
const wanted = process.argv[4]?.split(',');
const REPEATS = 30;
const READERS: readonly Reader[] = [
  { wire: 'anthropic', model: 'claude-opus-4-6' },
  { wire: 'anthropic', model: 'claude-opus-4-7' },
  { wire: 'openai-responses', model: 'gpt-5' },
  { wire: 'openai-responses', model: 'gpt-5.4' },
  { wire: 'gemini', model: 'gemini-3-pro-preview' },
];

const questions = readFileSync(new URL('questions-held-out.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t'))
  .map(([need, , question = '', place]) => ({ need: need as Need, question, place }));
const askedFor = (need: Need) => questions.filter((each) => each.need === need);

async function heldOut(): Promise<Buffer[]> {
  const list = (JSON.parse(readFileSync(join(home, 'list.json'), 'utf8')) as Listed[]).filter((each) => each.heldOut);
  const found: Buffer[] = [];
  for (const { path } of list) {
    const bytes = readFileSync(path);
    const size = pictureSize(bytes);
    if (size && !size.animated && bytes.length < 12_000_000) found.push(bytes);
  }
  const next = chance(3);
  return found
    .map((bytes) => [next(), bytes] as const)
    .sort(([a], [b]) => a - b)
    .map(([, bytes]) => bytes);
}

const WORDS =
  'harbour|lantern|granite|meadow|copper|violin|saddle|timber|pepper|anchor|candle|falcon|orchid|walnut|ribbon|thunder'.split(
    '|',
  );

/** A picture with a word in each corner and one on each side. */
async function labelled(
  ground: Buffer,
  seed: number,
): Promise<{ picture: Buffer; words: Readonly<Record<string, string>> }> {
  const next = chance(seed);
  const words = [...WORDS].sort(() => next() - 0.5);
  const [width, height] = [1280, 800];
  const places = {
    'top left': [0.05, 0.1],
    'top right': [0.78, 0.1],
    'bottom left': [0.05, 0.9],
    'bottom right': [0.78, 0.9],
    left: [0.05, 0.5],
    right: [0.78, 0.5],
  };
  const named = Object.fromEntries(Object.keys(places).map((place, at) => [place, words[at] ?? '']));
  const labels = Object.entries(places).map(
    ([place, [x = 0, y = 0]]) =>
      `<rect x="${x * width - 8}" y="${y * height - 28}" width="200" height="40" fill="#fff"/><text x="${x * width}" y="${y * height}" font-family="Liberation Sans" font-size="${18 + Math.floor(next() * 8)}" fill="#111">${named[place]}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${labels.join('')}</svg>`;
  const base = sharp(ground).flatten({ background: '#fff' }).resize(width, height, { fit: 'cover' });
  const picture = await base
    .composite([{ input: Buffer.from(svg) }])
    .png()
    .toBuffer();
  return { picture, words: named };
}

async function pairs(): Promise<Pair[]> {
  const pictures = await heldOut();
  let at = 0;
  const nextPicture = () => pictures[at++ % pictures.length] as Buffer;
  const made: Pair[] = [];
  for (const { question } of [...askedFor('gist'), ...askedFor('gist'), ...askedFor('gist'), ...askedFor('gist')])
    made.push({ need: 'gist', question, picture: nextPicture() });
  for (const { question } of [...askedFor('whole'), ...askedFor('whole')])
    made.push({ need: 'whole', question, picture: nextPicture() });
  for (const [nth, { question, place = '' }] of [
    ...askedFor('region'),
    ...askedFor('region'),
    ...askedFor('region'),
  ].entries()) {
    const { picture, words } = await labelled(nextPicture(), 900 + nth);
    made.push({ need: 'region', question, picture, answer: words[place] ?? '' });
  }
  const generic = askedFor('text');
  for (let nth = 0; nth < 60; nth++) {
    const next = chance(70_000 + nth);
    const text = madeText(STYLES[nth % STYLES.length] ?? 'log', 50_000 + nth, 5 + Math.floor(next() * 16));
    const look = { font: 12 + Math.floor(next() * 12), width: 800 + Math.floor(next() * 480), dark: next() < 0.4 };
    const picture = await sharp(Buffer.from(pageOf(text, { ...look, height: 720 })))
      .png()
      .toBuffer();
    const question = nth % 2 === 0 ? text.question : (generic[nth % generic.length]?.question ?? '');
    made.push({ need: 'text', question, picture, answer: text.answer });
  }
  return needs ? made.filter(({ need }) => needs.includes(need)) : made;
}

const models = await loadTextModels();
if (!models) throw new Error('the optional peers are needed');
const plain = (text: string) => text.toLowerCase().replace(/\s+/g, '');

/** Whether a reader of this picture finds the words. */
async function isReadable(picture: Buffer, answer: string): Promise<boolean> {
  const size = pictureSize(picture);
  if (!size || !models) return false;
  const { lines } = await findLines(sharp(picture), size, models);
  let all = '';
  for (const line of lines) {
    const within = {
      ...line,
      width: Math.min(line.width, size.width - line.left),
      height: Math.min(line.height, size.height - line.top),
    };
    all += (await readLine(sharp(picture).extract(within), within, models)).text;
  }
  return plain(all).includes(plain(answer));
}

/** What the note about a loss costs, as it is sent. */
function noteTokens(loss: string, picture: Buffer, { model }: Reader): number {
  return counterFor(model).count(noteOn(1, loss, contentHash(picture.toString('base64')), 'headroom_retrieve'));
}

function tokensAfter(outcome: PictureOutcome, picture: Buffer, reader: Reader): number {
  const size = pictureSize(picture) ?? { width: 1, height: 1 };
  const note = 'loss' in outcome && outcome.loss !== undefined ? noteTokens(outcome.loss, picture, reader) : 0;
  if (outcome.kind === 'text') return counterFor(reader.model).count(outcome.text) + note;
  if (outcome.kind === 'detail') return pictureTokens(size, { ...reader, detail: outcome.detail }).tokens + note;
  const shown = outcome.kind === 'bytes' ? (pictureSize(outcome.data) ?? size) : size;
  const detail = outcome.kind === 'bytes' ? outcome.detail : undefined;
  return pictureTokens(shown, { ...reader, ...(detail !== undefined && { detail }) }).tokens + note;
}

const share = (part: number, all: number) => (all === 0 ? '-' : `${((100 * part) / all).toFixed(1)} %`);
const at95 = (times: readonly number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
const middle = (times: readonly number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
const taskOf = (question: string, { model }: Reader): PictureTask => ({ query: question, retrievable: true, model });
const settings = imageSettings({});

async function decisionTime(pair: Pair, reader: Reader): Promise<number> {
  const data = pair.picture.toString('base64');
  const start = performance.now();
  const opened = openPicture(data, { maxPixels: settings.maxPixels, maxCharacters: 90_000_000 });
  const plan = planFor(taskOf(pair.question, reader), settings);
  if ('source' in opened) {
    const { size, bytes } = opened.source;
    if (plan.kind === 'low')
      kindOdds(pictureFeatures(await smallPicture(opened.source.decoder()), { ...size, bytes: bytes.length }));
    keptExtent(size, reader);
    pictureTokens(size, reader);
  }
  return performance.now() - start;
}

interface Tally {
  pairs: number;
  changed: number;
  before: number;
  after: number;
}

async function run(all: readonly Pair[], reader: Reader): Promise<void> {
  await loadCounter(reader.model);
  const router = imageRouter({ textDeadlineMs: 120_000 });
  const sums = new Map<Need, Tally>();
  const kinds = new Map<string, number>();
  const faults: string[] = [];
  const times: number[] = [];
  const textTimes: number[] = [];
  for (const pair of all) {
    const { need, question, picture, answer } = pair;
    const start = performance.now();
    const outcome = await router.route(
      { wire: reader.wire, mediaType: 'image/png', data: picture.toString('base64') },
      taskOf(question, reader),
    );
    const took = performance.now() - start;
    (outcome.kind === 'text' || (need === 'text' && took > 300) ? textTimes : times).push(took);
    const isLossy = 'loss' in outcome && outcome.loss !== undefined;
    const key = `${need}: ${outcome.kind === 'kept' ? 'kept' : isLossy ? outcome.kind : 'fit'}`;
    kinds.set(key, (kinds.get(key) ?? 0) + 1);
    const size = pictureSize(picture) ?? { width: 1, height: 1 };
    const tally = sums.get(need) ?? { pairs: 0, changed: 0, before: 0, after: 0 };
    const before = pictureTokens(size, reader).tokens;
    const after = tokensAfter(outcome, picture, reader);
    sums.set(need, {
      pairs: tally.pairs + 1,
      changed: tally.changed + Number(isLossy),
      before: tally.before + before,
      after: tally.after + after,
    });
    if (after > before) faults.push(`more tokens: ${question}`);
    if (outcome.kind === 'bytes' && outcome.data.length > picture.toString('base64').length)
      faults.push(`more bytes: ${question}`);
    if (!isLossy) continue;
    if (need === 'whole') faults.push(`lossy, needs the whole: ${question} (${outcome.kind})`);
    if (answer === undefined) continue;
    const isThere =
      outcome.kind === 'text'
        ? plain(outcome.text).includes(plain(answer))
        : outcome.kind === 'bytes'
          ? await isReadable(Buffer.from(outcome.data, 'base64'), answer)
          : false;
    if (!isThere && (outcome.kind === 'text' || (await isReadable(picture, answer))))
      faults.push(`answer lost (${need}, ${outcome.kind}): ${question}: ${answer}`);
  }
  console.log(`\n${reader.model}: ${all.length} pairs`);
  const rest: Tally = { pairs: 0, changed: 0, before: 0, after: 0 };
  for (const [need, { pairs: count, changed, before, after }] of sums) {
    console.log(
      `  ${need}: ${count} pairs, ${changed} shown with a loss, tokens ${before} -> ${after}, saved ${share(before - after, before)}`,
    );
    if (need === 'whole') continue;
    rest.before += before;
    rest.after += after;
  }
  console.log(`  all but those that need the whole: saved ${share(rest.before - rest.after, rest.before)}`);
  console.log(`  outcomes ${JSON.stringify(Object.fromEntries([...kinds].sort()))}`);
  console.log(`  faults ${faults.length}${faults.map((fault) => `\n    ${fault}`).join('')}`);
  console.log(
    `  whole call without text: p50 ${middle(times).toFixed(0)} ms, p95 ${at95(times).toFixed(0)} ms; with text: p50 ${middle(textTimes).toFixed(0)}, p95 ${at95(textTimes).toFixed(0)} ms (${textTimes.length})`,
  );
}

async function repeats(all: readonly Pair[], reader: Reader): Promise<void> {
  const router = imageRouter({ textDeadlineMs: 120_000 });
  const few = (['gist', 'region', 'whole'] as const).flatMap((need) =>
    all.filter((pair) => pair.need === need).slice(0, 8),
  );
  let same = 0;
  for (const { question, picture } of few) {
    const seen = new Set<string>();
    for (let nth = 0; nth < REPEATS; nth++)
      seen.add(
        JSON.stringify(
          await router.route(
            { wire: reader.wire, mediaType: 'image/png', data: picture.toString('base64') },
            taskOf(question, reader),
          ),
        ),
      );
    if (seen.size === 1) same++;
  }
  console.log(`\nsame outcome, byte for byte, in ${REPEATS} repeats: ${same} of ${few.length} pairs`);
}

const all = await pairs();
const [first] = READERS;
if (first) {
  const times: number[] = [];
  for (const pair of all) times.push(await decisionTime(pair, first));
  console.log(
    `decision (head, question, features): p50 ${middle(times).toFixed(1)} ms, p95 ${at95(times).toFixed(1)} ms, longest ${Math.max(...times).toFixed(0)} ms over ${all.length} pairs`,
  );
  if (!wanted || wanted.includes(first.model)) await run(all, first);
  for (const reader of READERS.slice(1).filter(({ model }) => !wanted || wanted.includes(model)))
    await run(all, reader);
  if (!needs) await repeats(all, first);
}
