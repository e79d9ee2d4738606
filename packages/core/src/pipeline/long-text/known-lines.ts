import { PairTable } from './pair-table.js';
import { foldedOf, LineScanner, MOST_PLACES } from './scan-line.js';
import { type Extreme, TopValues } from './top-values.js';

/** A word in fewer lines than this stands for whatever stands there. */
const FREQUENT = 3;
/** More shapes are no repeats, and cost memory. */
const MOST_SHAPES = 4096;
/** A word of trouble that was never seen before makes a line one of its own. */
const TROUBLE =
  /^(?:[A-Z]\w*(?:Error|Exception|Failure|Fault|Warning)|(?:err|errors?|err?no|fail|fails|failed|failing|failures?|fatal|fault|panic|panicked|abort|aborted|crash|crashed|critical|crit|alert|emerg|severe|warn|warning|warnings|exception|exceptions|traceback|denied|refused|timeout|timeouts|unable|cannot|missing|invalid|illegal|unexpected|killed|lost|dropped|rejected|unreachable|unavailable|overflow|leak|leaked|corrupt|corrupted|corruption|violation|violated|deadlock|segfault|retry|retrying|deprecated|exceeded|expired|unhealthy|evicted|mismatch|conflict|exhausted|unhandled|uncaught|undefined|dumped|accepted|granted|succeeded|authenticated))$/i;
/** The code of an answer or of an exit is no number like others. */
const CODE = /(?:" |\b(?:status|code|rc|exit|exited)["']?[=: ]{1,2}"?|HTTP\/[\d.]{1,4}"? | -> )(\d{1,3})(?!\d)/;

/** How a line looks beside those before it. */
export type Seen =
  /** Like lines before it but for numbers and rare words. */
  | 'known'
  /** Like them, but mostly of words that no line had before. */
  | 'foreign'
  | 'new';

/**
 * Knows the lines of a text by their shape: signs and frequent words as they are, a hole for each number and rare word. It
 * learns them from the beginning of the text, and says of every later line whether it repeats a shape.
 */
export class KnownLines {
  readonly #scanner: LineScanner;
  /** In how many lines a word was seen. */
  readonly #words = new PairTable();
  readonly #shapes = new PairTable();
  /** Whether lines of a shape have a code. */
  readonly #codes: boolean[] = [];
  readonly #tops: TopValues[] = [];
  readonly #bottoms: TopValues[] = [];
  readonly #numbers = new Float64Array(MOST_PLACES);
  readonly #negative = new Float64Array(MOST_PLACES);
  readonly #asked: ReadonlyMap<number, readonly string[]>;
  /** Rows by words that are asked for, of each at most one more than `most`. */
  readonly rowsOfWord = new Map<string, number[]>();
  #places = 0;
  #unknown = 0;
  #plain = 0;
  #isTrouble = false;

  constructor(
    readonly text: string,
    asked: Iterable<string>,
    private readonly most: number,
    private readonly wantsLeast: boolean,
  ) {
    this.#scanner = new LineScanner(text);
    const byBits = new Map<number, string[]>();
    for (const word of asked) {
      const bits = foldedOf(word);
      byBits.set(bits, [...(byBits.get(bits) ?? []), word]);
    }
    this.#asked = byBits;
  }

  get isFull(): boolean {
    return this.#shapes.size >= MOST_SHAPES;
  }

  /** Learns the words of a line. */
  learnWords(from: number, to: number, times = 1): void {
    const { word } = this.#scanner;
    this.#scanner.start(from, to);
    while (this.#scanner.next())
      if (word.isPlain) this.#words.set(word.a, word.b, Math.min(FREQUENT, this.#words.get(word.a, word.b) + times));
  }

  /** Learns the shape of a line whose words are learned; its numbers and what is asked of it count. */
  learnShape(row: number, from: number, to: number): void {
    this.#take(row, this.#shapeOf(row, from, to) || this.#add(from, to));
  }

  /** Looks at a line; one that is not new adds its numbers. */
  look(row: number, from: number, to: number): Seen {
    const shape = this.#shapeOf(row, from, to);
    if (shape === 0 || this.#isTrouble) return 'new';
    this.#take(row, shape);
    return this.#unknown * 2 > this.#plain ? 'foreign' : 'known';
  }

  /** The rows with numbers far above (or below, where that is asked) all others of their place, the farthest first. */
  extremes(): readonly Extreme[] {
    return [...this.#tops, ...this.#bottoms].flatMap((top) => top.extremes()).sort((a, b) => b.ratio - a.ratio);
  }

  #take(row: number, shape: number): void {
    this.#tops[shape - 1]!.add(row, this.#numbers, this.#places);
    if (!this.wantsLeast) return;
    for (let place = 0; place < this.#places; place++) this.#negative[place] = -this.#numbers[place]!;
    this.#bottoms[shape - 1]!.add(row, this.#negative, this.#places);
  }

  /** A shape of its own for the line that was scanned last. */
  #add(from: number, to: number): number {
    const { a, b } = this.#scanner;
    const line = this.text.slice(from, Math.min(to, from + 600));
    this.#tops.push(new TopValues());
    this.#bottoms.push(new TopValues());
    this.#codes.push(CODE.test(line));
    const shape = this.#tops.length;
    this.#shapes.set(a, b, shape);
    if (!this.#codes[shape - 1]) return shape;
    // Under the bare shape stands that its lines have codes; each code makes a shape.
    return this.#withCode(from, to) || this.#addCode(from, to);
  }

  #addCode(from: number, to: number): number {
    const [a, b] = this.#keyWithCode(from, to);
    this.#tops.push(new TopValues());
    this.#bottoms.push(new TopValues());
    this.#codes.push(false);
    this.#shapes.set(a, b, this.#tops.length);
    return this.#tops.length;
  }

  #withCode(from: number, to: number): number {
    const [a, b] = this.#keyWithCode(from, to);
    return this.#shapes.get(a, b);
  }

  #keyWithCode(from: number, to: number): [number, number] {
    const { a, b } = this.#scanner;
    const code = Number(CODE.exec(this.text.slice(from, Math.min(to, from + 600)))?.[1] ?? 999) + 1;
    return [Math.imul(a ^ code, 0x85ebca6b), Math.imul(b + code, 0x9e3779b1)];
  }

  /** The number of a line's shape, 0 for none; notes its numbers and what is asked of it. */
  #shapeOf(row: number, from: number, to: number): number {
    const { word } = this.#scanner;
    this.#places = 0;
    this.#unknown = 0;
    this.#plain = 0;
    this.#isTrouble = false;
    this.#scanner.start(from, to);
    while (this.#scanner.next()) {
      if (this.#asked.has(word.folded)) this.#noteAsked(row);
      const times = word.isPlain ? this.#words.get(word.a, word.b) : 0;
      if (word.isPlain && word.to - word.from > 1) {
        this.#plain += 1;
        if (times === 0) this.#miss();
      }
      if (times >= FREQUENT || word.isBeyond) this.#scanner.mix(word.a, word.b);
      else {
        this.#scanner.mix(42, 42);
        if (this.#places < MOST_PLACES) this.#numbers[this.#places++] = word.value;
      }
    }
    const shape = this.#shapes.get(this.#scanner.a, this.#scanner.b);
    return shape > 0 && this.#codes[shape - 1] ? this.#withCode(from, to) : shape;
  }

  #miss(): void {
    const { from, to } = this.#scanner.word;
    this.#unknown += 1;
    if (to - from < 32 && TROUBLE.test(this.text.slice(from, to))) this.#isTrouble = true;
  }

  #noteAsked(row: number): void {
    const { from, to, folded } = this.#scanner.word;
    const word = this.text.slice(from, to).toLowerCase();
    if (!this.#asked.get(folded)!.includes(word)) return;
    const rows = this.rowsOfWord.get(word);
    if (!rows) this.rowsOfWord.set(word, [row]);
    else if (rows.length <= this.most && rows.at(-1) !== row) rows.push(row);
  }
}
