import { isDeepStrictEqual } from 'node:util';
import { parse as parseToml } from 'smol-toml';
import { Chance, type Generated, jsonOf, settingsOf, tomlOf } from './config-generator.fixture.js';
import { plain } from './edit.js';
import { type ConfigEdits, type InstallRules, type InstallStep, install, isProblem, uninstall } from './install.js';
import { readJson } from './json-text.js';
import { Killed, MemoryDisk } from './memory-disk.fixture.js';
import { configsOf, type InstallAgent, type Places, type Wanted } from './targets.js';

const JOURNAL = '/home/u/.headroom/edits.json';
const PLACES: Places = { home: '/home/u', project: '/home/u/code/a project', platform: 'linux' };
const wantedWith = (version: string): Wanted => ({
  server: { command: '/opt/node/bin/node', args: ['/opt/headroom/main.js', 'mcp', 'session', `C:\\x "${version}"`] },
  canRun: false,
  hookCommand: (agent, query) =>
    `if [ -z "$HEADROOM_HOOK" ] && [ -e '/opt/headroom/main.js' ]; then exec hook '${agent}' '${query}'; else echo '{}'; fi # ${version}`,
  opencodePlugin: `file:///opt/headroom/plugin.js?${version}`,
});

/** What came of many configurations of one agent. */
export interface FuzzFigures {
  configurations: number;
  installed: number;
  refused: number;
  /** How often for which reason, in the words that are said first. */
  readonly reasons: Record<string, number>;
  /** Taken back to the byte where nobody had edited, or edits stood elsewhere. */
  byteEqual: number;
  /** Taken back where somebody had edited beside or around ours: all of theirs, none of ours. */
  sameMeaning: number;
  /** Left alone since somebody had edited ours. */
  leftAlone: number;
  kills: number;
  /** What did not hold, with the seed. */
  readonly faults: string[];
}

/** Runs so many configurations of an agent through install, edits, kills and uninstall. */
export function fuzzAgent(agent: InstallAgent, count: number, firstSeed = 1): FuzzFigures {
  const figures: FuzzFigures = {
    configurations: 0,
    installed: 0,
    refused: 0,
    reasons: {},
    byteEqual: 0,
    sameMeaning: 0,
    leftAlone: 0,
    kills: 0,
    faults: [],
  };
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    figures.configurations++;
    try {
      new Case(agent, seed, figures).run();
    } catch (error) {
      figures.faults.push(
        `${agent} ${seed}: ${error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 4).join(' | ') : String(error)}`,
      );
    }
  }
  return figures;
}

class Case {
  readonly #chance: Chance;
  readonly #disk = new MemoryDisk();
  readonly #configs: readonly ConfigEdits[];
  readonly #newer: readonly ConfigEdits[];
  readonly #generated = new Map<string, Generated>();

  constructor(
    agent: InstallAgent,
    seed: number,
    private readonly figures: FuzzFigures,
  ) {
    this.#chance = new Chance(seed * 7919 + agent.length);
    const scope = agent !== 'copilot' && this.#chance.is(0.3) ? 'project' : 'user';
    const configs = (version: string) => configsOf(agent, scope, PLACES, wantedWith(version), () => false);
    this.#configs = configs('1');
    this.#newer = configs('2');
    this.#disk.folders
      .add('/home')
      .add('/home/u')
      .add('/home/u/.headroom')
      .add('/home/u/code')
      .add('/home/u/code/a project');
    for (const config of this.#configs) this.#make(config);
  }

  run(): void {
    const before = this.#disk.snapshot();
    const disk = this.#disk.copy();
    const steps = install(this.#configs, this.#rules(disk));
    if (steps.some(isProblem)) {
      this.figures.refused++;
      for (const { outcome, advice = '' } of steps.filter(isProblem)) {
        if (outcome === 'waiting') continue;
        const reason = advice.split('.')[0]?.replace(/"[^"]*"/g, '…') ?? outcome;
        this.figures.reasons[reason] = (this.figures.reasons[reason] ?? 0) + 1;
      }
      this.#expectSame(disk, before, 'a refusal changes nothing');
      return;
    }
    this.figures.installed++;
    this.#lookAt(disk);
    const once = disk.snapshot();
    const again = install(this.#configs, this.#rules(disk));
    this.#expect(
      again.every(({ outcome }) => outcome === 'unchanged'),
      'twice is once',
      again,
    );
    this.#expectSame(disk, once, 'twice is once');
    this.#kills(before, disk);
    this.#edited(disk);
    this.#expect(
      uninstall(this.#configs, this.#rules(disk)).every((step) => !isProblem(step)),
      'uninstall',
    );
    this.#expectSame(disk, before, 'to the byte');
    this.figures.byteEqual++;
  }

  #rules(disk: MemoryDisk): InstallRules {
    return { journal: JOURNAL, disk };
  }

  #make({ file, notation, edits }: ConfigEdits): void {
    const chance = this.#chance;
    if (chance.is(0.1)) return;
    const generated =
      notation === 'toml'
        ? tomlOf(chance, edits[0]?.path[0] as string)
        : jsonOf(
            chance,
            settingsOf(
              chance,
              edits.map(({ path }) => path),
            ),
          );
    const mode = chance.one([0o644, 0o600, 0o664]);
    const bytes = Buffer.from(generated.text);
    const kind = chance.below(24);
    const spoiled: readonly (() => Buffer)[] = [
      () => Buffer.alloc(bytes.length + 1),
      () => Buffer.from(generated.text.slice(0, Math.floor(generated.text.length * 0.7))),
      () => Buffer.from(`\ufeff${generated.text}`, 'utf16le'),
      () => Buffer.from(generated.text.replace(/^(\ufeff?[^{]*)\{/, '$1{ "twice": 1, "twice": 2, ')),
      () => Buffer.from(chance.one(['', '  \n', '// nothing\n', '[]', '"text"', 'null'])),
      () => Buffer.concat([bytes, Buffer.from([0xc3, 0x28])]),
      () =>
        Buffer.from(
          JSON.stringify(Object.fromEntries(edits.map(({ path }) => [path[0], chance.one([[], 'x', null, 3])]))),
        ),
    ];
    const spoil = spoiled[kind];
    const path = chance.is(0.1) ? `/home/u/dotfiles${file}` : file;
    if (path !== file) {
      this.#disk.links.set(file, path);
      for (let folder = file.slice(0, file.lastIndexOf('/')); folder; folder = folder.slice(0, folder.lastIndexOf('/')))
        this.#disk.folders.add(folder);
    }
    this.#disk.put(path, spoil ? spoil() : bytes, kind === 23 ? 0o444 : mode);
    if (!spoil) this.#generated.set(file, generated);
  }

  /** Every comment and line end is there, and all that was said, and ours. */
  #lookAt(disk: MemoryDisk): void {
    for (const config of this.#configs) {
      const text = textIn(disk, config.file) ?? '';
      const generated = this.#generated.get(config.file);
      for (const edit of config.edits) {
        const value = edit.path.reduce<unknown>(
          (inner, key) => (inner as Record<string, unknown> | undefined)?.[key],
          said(text, config),
        );
        const isThere =
          edit.kind === 'key'
            ? isDeepStrictEqual(value, edit.value)
            : (value as unknown[]).some((one) => isDeepStrictEqual(one, edit.value));
        this.#expect(isThere, 'ours is there', text);
      }
      if (!generated) continue;
      for (const comment of generated.comments)
        this.#expect(text.includes(comment), `the comment ${comment} stays`, text);
      if (generated.isCrlf && generated.text.includes('\n'))
        this.#expect(!/[^\r]\n/.test(text), 'line ends stay', text);
      this.#expect(text.startsWith('\ufeff') === generated.text.startsWith('\ufeff'), 'the mark stays');
    }
  }

  /** Dies at every change of an install, an update and an uninstall; what comes after that ends as if it had never been. */
  #kills(before: ReadonlyMap<string, string>, full: MemoryDisk): void {
    const acts: readonly (readonly [MemoryDisk, (disk: MemoryDisk) => readonly InstallStep[]])[] = [
      [this.#disk, (disk) => install(this.#configs, this.#rules(disk))],
      [full, (disk) => install(this.#newer, this.#rules(disk))],
      [full, (disk) => uninstall(this.#configs, this.#rules(disk))],
    ];
    for (const [start, act] of acts) {
      for (let at = 1; ; at++) {
        const disk = start.copy();
        disk.dieAt = at;
        const known = [before, full.snapshot()];
        try {
          act(disk);
          break;
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
        }
        this.figures.kills++;
        disk.dieAt = Number.POSITIVE_INFINITY;
        if (act !== acts[1]?.[1]) this.#expectWhole(disk, known, `killed at ${at}`);
        if (this.#chance.is(0.5)) install(this.#chance.is(0.5) ? this.#configs : this.#newer, this.#rules(disk));
        const steps = uninstall(this.#configs, this.#rules(disk));
        this.#expect(!steps.some(isProblem), `after a kill at ${at}`, steps);
        this.#expectSame(disk, before, `after a kill at ${at}`);
      }
    }
  }

  /** At no time is a configuration anything but the old one or the new one. */
  #expectWhole(disk: MemoryDisk, known: readonly ReadonlyMap<string, string>[], when: string): void {
    const now = disk.snapshot();
    for (const { file } of this.#configs) {
      const path = disk.real(file);
      this.#expect(
        known.some((one) => one.get(path) === now.get(path)),
        `${when}: a file is whole`,
        now.get(path),
      );
    }
  }

  /** Somebody edits a file while ours is in it. */
  #edited(full: MemoryDisk): void {
    const config = this.#chance.one(this.#configs);
    const path = full.real(config.file);
    const original = this.#generated.get(config.file)?.text;
    const now = textIn(full, config.file);
    if (original === undefined || now === undefined) return;
    const disk = full.copy();
    const write = (text: string) =>
      disk.files.set(path, { bytes: Buffer.from(text), mode: disk.files.get(path)?.mode ?? 0 });
    const isToml = config.notation === 'toml';
    const note = isToml ? '# later\n' : '// later\n';
    const act = this.#chance.below(4);
    if (act === 0) {
      // In front of everything, behind it, and in a value: all elsewhere.
      const edit = (text: string) => {
        const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
        return `${mark}${note}${text.slice(mark.length)}`.replace('"dark"', '"light and bright"');
      };
      write(edit(now));
      const steps = uninstall(this.#configs, this.#rules(disk));
      this.#expect(textIn(disk, config.file) === edit(original), 'edits elsewhere stay to the byte', [
        steps,
        textIn(disk, config.file),
        edit(original),
      ]);
      this.figures.byteEqual++;
    } else if (act === 1) {
      const edit = (text: string) =>
        isToml ? `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}[later]\nx = 1\n` : withLater(text);
      write(edit(now));
      uninstall(this.#configs, this.#rules(disk));
      this.#sameMeaning(textIn(disk, config.file), edit(original), config);
    } else if (act === 2 && !isToml) {
      write(JSON.stringify(said(now, config), null, this.#chance.one([0, 2])));
      uninstall(this.#configs, this.#rules(disk));
      this.#sameMeaning(textIn(disk, config.file), original, config);
    } else {
      const changed = now.replace('/opt/headroom/main.js', '/opt/mine/main.js');
      if (changed === now) return;
      write(changed);
      const steps = uninstall([config], this.#rules(disk));
      this.#expect(
        steps[0]?.outcome === 'changed' && textIn(disk, config.file) === changed,
        'ours, edited, is left alone',
        steps,
      );
      this.#expect((steps[0]?.advice ?? '').length > 20, 'and it is said what to do');
      this.figures.leftAlone++;
    }
  }

  #sameMeaning(text: string | undefined, wanted: string, config: ConfigEdits): void {
    const [found, expected] = [said(text ?? '', config), said(wanted, config)];
    this.#expect(isDeepStrictEqual(found, expected), 'edits around ours stay', [text, wanted]);
    this.#expect(!(text ?? '').includes('/opt/headroom'), 'nothing of ours stays', text);
    this.figures.sameMeaning++;
  }

  #expectSame(disk: MemoryDisk, wanted: ReadonlyMap<string, string>, what: string): void {
    const found = disk.snapshot();
    const names = [...new Set([...found.keys(), ...wanted.keys()])].filter(
      (path) => found.get(path) !== wanted.get(path),
    );
    this.#expect(
      names.length === 0,
      what,
      names.map((path) => [path, wanted.get(path), found.get(path)]),
    );
  }

  #expect(holds: boolean, what: string, found?: unknown): void {
    if (!holds) throw new Error(`${what}: ${JSON.stringify(found)?.slice(0, 1500)}`);
  }
}

function textIn(disk: MemoryDisk, file: string): string | undefined {
  return disk.files.get(disk.real(file))?.bytes.toString('utf8');
}

function said(text: string, { notation }: Pick<ConfigEdits, 'notation'>): unknown {
  if (notation === 'toml') return plain(parseToml(text.replace(/^\ufeff/, ''), { integersAsBigInt: 'asNeeded' }));
  return readJson(text)?.value;
}

/** The object with one more key at its end, as a person would add it. */
function withLater(text: string): string {
  const root = readJson(text)?.root;
  if (!root) return text;
  const last = root.children?.at(-1);
  const end = last ? last.offset + last.length : root.offset + 1;
  return `${text.slice(0, end)}${last ? ',' : ''} "later": [1]${/^\s*,/.test(text.slice(end)) ? '' : ''}${text.slice(end)}`;
}
