import { describe, expect, it } from 'vitest';
import { type Compressor, createHeadroom } from '../../index.js';
import type { Licence } from '../../model/compressor.js';

const row = (i: number) =>
  `09:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')} worker ${i % 7} finished shard ${1000 + ((i * 37) % 400)} in ${20 + ((i * 13) % 50)} ms`;
const rows = Array.from({ length: 400 }, (_, i) => row(i));
const with_ = (changes: Readonly<Record<number, string>>) => rows.map((line, i) => changes[i] ?? line).join('\n');

/** Keeps the first five and the last two lines, whatever they say. */
const careless = (licence: Licence): Compressor => ({
  name: 'careless',
  match: () => 1,
  compress: ({ lines }) => ({
    kind: 'trimmed',
    licence,
    text: [...lines.slice(0, 5), `[… ${lines.length - 7} lines]`, ...lines.slice(-2)].join('\n'),
    omitted: { summary: `${lines.length - 7} of ${lines.length} lines` },
  }),
});
const through = async (text: string, query: string, licence: Licence = 'rows') =>
  (await createHeadroom({ compressors: [careless(licence)] }).compressText(text, { query })).text;

describe('the guard stops a careless compressor', () => {
  it('puts back what the question names, a complaint, an extreme value and a rare value, with their line numbers', async () => {
    const text = with_({
      111: '09:01:51 worker 3 finished shard 7777 in 30 ms',
      222: '09:03:42 worker 4 failed: disk quota exceeded on volume 9',
      250: '09:04:10 worker 1 finished shard 1010 in 9800 ms',
      301: '09:05:01 worker 2 skipped shard 1020 in 30 ms',
    });
    const out = await through(text, 'What happened to shard 7777?');
    expect(out).toContain('[Of what is left out, by line:]');
    for (const line of [
      '112: 09:01:51 worker 3 finished shard 7777',
      '223: 09:03:42 worker 4 failed: disk quota',
      '251: 09:04:10 worker 1 finished shard 1010 in 9800 ms',
      '302: 09:05:01 worker 2 skipped',
    ])
      expect(out).toContain(line);
    expect(out).toMatch(/393 of 400 lines; \d+ of these lines are listed by number/);
    expect(out.length).toBeLessThan(text.length / 3);
  });

  it('compares numbers that are aligned to the right with all others of their place, and two greatest with the rest', async () => {
    const value = (i: number): string =>
      i === 22 || i === 172 ? '2.729773E-01' : `${(1 + ((i * 7) % 90) / 100).toFixed(6)}E-01`;
    const row = (i: number): string => `${String(i).padStart(10)}${String((i % 8) + 1).padStart(4)}  ${value(i)}`;
    const out = await through(Array.from({ length: 300 }, (_, i) => row(i)).join('\n'), 'Where is the strain largest?');
    for (const i of [22, 172]) expect(out).toContain(row(i).trim());
  });

  it('puts back a setting whose name is two words of the question in one', async () => {
    const text = with_({ 120: 'the build says uselongdouble=undef and nothing else', 240: 'readtimeout is 30' });
    expect(await through(text, 'Was it built with long doubles?')).toContain('121: the build says uselongdouble=undef');
    expect(await through(text, 'What is the read timeout?')).toContain('241: readtimeout is 30');
  });

  it('refuses to leave out as repeats what repeats nothing', async () => {
    const poem = Array.from(
      { length: 120 },
      (_, i) =>
        `${['amber', 'birch', 'cedar', 'delta'][i % 4]}${i} ${String.fromCharCode(97 + (i % 26)).repeat(5)}x${i} over ${'stone'.slice(i % 5)}${i * 7} q${i}w`,
    ).join('\n');
    const words = poem.replace(/\d/g, (digit) => 'zyxwvutsrq'[Number(digit)]!);
    expect(await through(words, 'What is this?', 'repeats')).toBe(words);
  });

  it('adds nothing where nothing is missing', async () => {
    const out = await through(
      rows.map((line) => line.replace(/\d+ ms$/, '20 ms').replace(/shard \d+/, 'shard 1')).join('\n'),
      'Are they done?',
    );
    expect(out).not.toContain('[Of what is left out');
  });

  it('keeps every line of an asked word that stands in few lines', async () => {
    const changes: Record<number, string> = {};
    for (let i = 10; i < 390; i += 20) changes[i] = `${row(i)} for tenant-42`;
    const out = await through(with_(changes), 'Show what tenant-42 did');
    for (const line of Object.values(changes)) expect(out).toContain(line);
  });

  it('puts back the largest of lines that begin alike and end in one unit, whatever stands between', async () => {
    const changes: Record<number, string> = {};
    for (let i = 6; i < 390; i += 64) changes[i] = `09:00:30 worker 2 finished (resumed) shard 1003 in 31 ms`;
    changes[198] = '09:03:18 worker 2 finished (resumed) shard 1003 in 88 ms';
    const out = await through(with_(changes), 'How long did the slowest take?');
    expect(out).toContain('199: 09:03:18 worker 2 finished (resumed) shard 1003 in 88 ms');
  });

  it('puts back the smallest where the least is asked', async () => {
    const text = with_({ 77: '09:01:17 worker 0 finished shard 1111 in 3 ms' });
    expect(await through(text, 'Which was the fastest?')).toContain(
      '78: 09:01:17 worker 0 finished shard 1111 in 3 ms',
    );
  });

  it('puts back the rows where two plain words of the question stand side by side', async () => {
    const changes: Record<number, string> = {};
    for (let i = 9; i < 390; i += 3) changes[i] = `${row(i)} paper`;
    for (let i = 10; i < 390; i += 3) changes[i] = `${row(i)} tray`;
    changes[200] = `${row(200)} of the Paper Tray`;
    expect(await through(with_(changes), 'Is a paper tray in it?')).toContain(changes[200]);
  });

  it('puts back names put together of words that the question has side by side', async () => {
    const text = with_({ 120: 'feed_speed_limit = 7', 200: 'feeding_length = 31', 240: 'speed_of_feed = 8' });
    const out = await through(text, 'What are the feeder length and speed?');
    expect(out).toContain('201: feeding_length = 31');
    expect(out).toContain('121: feed_speed_limit = 7');
  });

  it('puts back the first success of a source that was refused before, in a web log and in words', async () => {
    const get = (i: number, path: string, status: number) =>
      `192.0.2.${i} - - [03/May/2025:08:00:0${i % 10} +0000] "POST ${path} HTTP/1.1" ${status} 17 "-" "app/1"`;
    const visits = Array.from({ length: 300 }, (_, i) => get(i % 9, '/session', i % 9 === 7 ? 401 : 200));
    visits[200] = get(7, '/session?next=home', 200);
    expect(await through(visits.join('\n'), 'Is everything fine?')).toContain(`201: ${visits[200]}`);
    const said = Array.from(
      { length: 300 },
      (_, i) => `login ${i % 2 ? 'denied' : 'granted'} for client 198.51.100.${i % 40}`,
    );
    said[251] = 'login granted for client 198.51.100.11';
    expect(await through(said.join('\n'), 'Is everything fine?')).toContain(`252: ${said[251]}`);
  });

  it('lets nothing be left out of a short sheet of settings, and puts back settings without a value in a long one', async () => {
    const sheet = (size: number) =>
      Array.from({ length: size }, (_, i) =>
        i === size - 9 ? 'BAKERY_OVEN_TOKEN=' : `BAKERY_${'ABCDEFG'[i % 7]}${i}_LIMIT=${(i * 31) % 90}`,
      ).join('\n');
    expect(await through(sheet(30), 'Why does it not start?')).toBe(sheet(30));
    expect(await through(sheet(300), 'Why does it not start?')).toContain('292: BAKERY_OVEN_TOKEN=');
  });

  it('keeps all rows with a value that the question names in the plural, if they are not most rows', async () => {
    const orders = Array.from(
      { length: 200 },
      (_, i) => `order=${9000 + i} by=C${i % 50} state=${i % 8 ? 'paid' : 'refund'} sum=${i}.50`,
    );
    const out = await through(orders.join('\n'), 'Which of them are refunds?');
    for (const order of orders.filter((one) => one.includes('refund'))) expect(out).toContain(order);
  });

  it('looks at text cut along its syntax too, and puts lines back behind the sign of a comment', async () => {
    const source = Array.from({ length: 200 }, (_, i) => `def step_${i}(tray):\n    return tray.turn(${i % 9})`);
    source[120] = 'def step_120(tray):\n    return tray.proof(at="cold_room_3")';
    const cut: Compressor = {
      ...careless('rows'),
      compress: ({ lines }) => ({
        kind: 'trimmed',
        licence: 'rows',
        text: lines.slice(0, 20).join('\n'),
        omitted: { summary: `${lines.length - 20} lines`, comment: '#' },
      }),
    };
    const asked = { query: 'Who uses cold_room_3?' };
    const { text } = await createHeadroom({ compressors: [cut] }).compressText(source.join('\n'), asked);
    expect(text).toContain('\n# 242:     return tray.proof(at="cold_room_3")');
    for (const line of text.split('\n').slice(20)) expect(line).toMatch(/^#/);
  });

  it('takes linear time', async () => {
    const long = Array.from({ length: 40_000 }, (_, i) => row(i)).join('\n');
    const started = performance.now();
    await through(long, 'What happened to shard 7777?');
    expect(performance.now() - started).toBeLessThan(8000);
  });
});

it('settings of one shape are facts of their own: none goes as a repeat of another', async () => {
  const text = Array.from(
    { length: 300 },
    (_, i) => `.1.3.6.1.2.1.2.2.1.${1 + (i % 22)}.${i} = INTEGER: ${(i * 7) % 90}`,
  ).join('\n');
  expect(await through(text, 'Which interface is down?', 'repeats')).toBe(text);
});

describe('the guard looks at texts without single words', () => {
  const sentence = (i: number) =>
    `The service that is numbered ${i} must not be restarted by the operator on duty, as it is written in /srv/${i}/notes.`;
  const text = Array.from({ length: 40 }, (_, i) => `${sentence(i)}\n`).join('\n');
  const dropping = (gone: RegExp, licence: Licence = 'words'): Compressor => ({
    name: 'dropping',
    match: () => 1,
    compress: ({ text: all }) => ({
      kind: 'trimmed',
      licence,
      text: all.replace(gone, ''),
      omitted: { summary: 'some words' },
    }),
  });
  const run = (compressor: Compressor, mode: 'balanced' | 'aggressive' = 'aggressive') =>
    createHeadroom({ compressors: [compressor], mode }).compressText(text);
  const FINE = / (?:that is|be|by the operator on duty,|as it is written in)(?= )/g;

  it('lets words go where all that must stay stands in order', async () => {
    const { result, text: out } = await run(dropping(FINE));
    expect(result.blocks[0]).toMatchObject({ compressor: 'dropping', licence: 'words' });
    expect(out).toContain('must not restarted /srv/7/notes.');
  });

  it.each([
    ['a negation', / (?:that is|be|by the operator on duty,|as it is written in|not)(?= )/g],
    ['a number', / (?:that is numbered \d+|be|by the operator on duty,|as it is written in)(?= )/g],
    ['a path', / (?:that is|be|by the operator on duty,|as it is written in \S+)/g],
  ])('refuses a text without %s', async (_, gone) => {
    expect((await run(dropping(gone))).result.blocks[0]?.compressor).not.toBe('dropping');
  });

  it('refuses words in other modes, with a warning', async () => {
    const { result } = await run(dropping(FINE), 'balanced');
    expect(result.blocks[0]?.compressor).not.toBe('dropping');
    expect(result.warnings).toContainEqual(expect.objectContaining({ code: 'compressor_invalid' }));
  });

  it('does not ask a compressor outside its modes', async () => {
    const asked: string[] = [];
    const only: Compressor = { ...dropping(FINE), modes: ['aggressive'] };
    const watching: Compressor = {
      ...only,
      compress: (content, task) => {
        asked.push(task.mode);
        return only.compress(content, task);
      },
    };
    expect((await run(watching, 'balanced')).result.warnings).toEqual([]);
    expect(asked).toEqual([]);
    await run(watching);
    expect(asked).toContain('aggressive');
  });
});
