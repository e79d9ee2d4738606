import type { StoredRecord } from '../model/store.js';
import type { AkinWords } from '../words/akin.js';
import type { Places } from './around.js';
import type { Gathering } from './gather.js';
import type { Passages } from './passage.js';
import { termsIn } from './terms-in.js';

/** How much of what a question means stands in a record, and with two turns on either side: 0 to 1. */
export interface Alike {
  /** For each of the question's words the likest one, each word by how telling it is (soft cover). */
  readonly akin: number;
  readonly akinNear: number;
  /** How like all words together are to the question as a whole: about the cosine of the sums of word vectors. */
  readonly theme: number;
  readonly themeNear: number;
}

const NEAR = 2;
/** Words less alike than this have nothing to do with each other. */
const LEAST = 0.4;
/** What is like one of the question's words is hardly ever less like all of them together. */
const LEAST_ALONG = 0.12;
/** A record that means less of the question than this is not about it. */
const LEAST_COVER = 0.1;
/** The cosine of two words of one text, on the average: the length of a sum of many is told by how many they are. */
const TOGETHER = 0.15;

const UNKNOWN = 0;
const UNLIKE = 1;
const LIKE = 2;

/** What the terms of a record are together. */
interface Read {
  readonly likest: readonly number[] | undefined;
  readonly whole: number;
  /** How many of its terms are known. */
  readonly many: number;
}

/** Compares what a question says with what records say, by words that stand in like company. */
export class Likeness {
  readonly #places: readonly (number | undefined)[];
  readonly #telling: readonly number[];
  readonly #total: number;
  readonly #along: (place: number) => number;
  readonly #records = new Map<StoredRecord, Read>();
  /** Of each stem: whether it was compared, how like it is to the question as a whole, and to each of its terms, where it is like any. */
  readonly #state: Uint8Array;
  readonly #whole: Float32Array;
  readonly #likest = new Map<number, readonly number[]>();
  readonly #none: readonly number[];

  constructor(
    private readonly words: AkinWords,
    gathering: Gathering,
    private readonly passages: Passages,
    private readonly places: Places,
  ) {
    const { terms } = passages;
    this.#places = terms.map((term) => words.placeOf(term));
    // What no record has is as telling as can be.
    const most = Math.log(1 + 2 * gathering.total);
    this.#telling = terms.map((term) => gathering.idf([term]) || most);
    this.#total = this.#telling.reduce((sum, one) => sum + one, 0);
    this.#along = words.along(words.direction(this.#places, this.#telling));
    this.#none = terms.map(() => 0);
    this.#state = new Uint8Array(words.size);
    this.#whole = new Float32Array(words.size);
  }

  of(record: StoredRecord): Alike {
    const own = this.#read(record);
    const near = own.likest?.slice() ?? this.#none.slice();
    let { whole, many } = own;
    for (let away = -NEAR; away <= NEAR; away++) {
      const other = away === 0 ? undefined : this.places.beside(record, away);
      if (!other) continue;
      const read = this.#read(other);
      if (read.likest) raise(near, read.likest);
      whole += read.whole;
      many += read.many;
    }
    return {
      akin: this.#cover(own.likest),
      akinNear: this.#cover(near),
      theme: themeOf(own.whole, own.many),
      themeNear: themeOf(whole, many),
    };
  }

  /** What a record that shares no word is worth: each of its likest words as the one that it is like; 0 where that is little. */
  worth(record: StoredRecord): number {
    const cover = this.#cover(this.#read(record).likest);
    return cover < LEAST_COVER ? 0 : this.#total * cover;
  }

  #read(record: StoredRecord): Read {
    const known = this.#records.get(record);
    if (known) return known;
    let likest = this.#shared(record);
    let whole = 0;
    const places = this.words.placesIn(record.terms, termsIn(record));
    for (let at = 0; at < places.length; at++) {
      const place = places[at] as number;
      if (this.#state[place] === UNKNOWN) this.#compare(place);
      whole += this.#whole[place] as number;
      if (this.#state[place] !== LIKE) continue;
      likest ??= this.#none.slice();
      raise(likest, this.#likest.get(place) as readonly number[]);
    }
    const read = { likest, whole, many: places.length };
    this.#records.set(record, read);
    return read;
  }

  /** The terms of the question that a record has itself. */
  #shared(record: StoredRecord): number[] | undefined {
    const bits = this.passages.bitsOf(record);
    return bits === 0 ? undefined : this.#none.map((_, i) => (bits & (1 << i) ? 1 : 0));
  }

  #compare(place: number): void {
    const whole = this.#along(place);
    this.#whole[place] = whole;
    this.#state[place] = UNLIKE;
    if (whole < LEAST_ALONG) return;
    let likest: number[] | undefined;
    for (let i = 0; i < this.#places.length; i++) {
      const asked = this.#places[i];
      const likeness = asked === undefined ? 0 : this.words.likeness(place, asked);
      if (likeness < LEAST) continue;
      likest ??= this.#none.slice();
      likest[i] = likeness;
    }
    if (!likest) return;
    this.#state[place] = LIKE;
    this.#likest.set(place, likest);
  }

  #cover(likest: readonly number[] | undefined): number {
    if (!likest || this.#total === 0) return 0;
    let sum = 0;
    for (let i = 0; i < likest.length; i++) sum += (likest[i] as number) * (this.#telling[i] as number);
    return sum / this.#total;
  }
}

/** The cosine of a sum of so many vectors of length one with the question, of which each has its part. */
function themeOf(whole: number, many: number): number {
  return whole <= 0 ? 0 : Math.min(1, whole / Math.sqrt(many + many * (many - 1) * TOGETHER));
}

/** Each number no less than another's. */
function raise(numbers: number[], least: readonly number[]): void {
  for (let i = 0; i < numbers.length; i++)
    if ((least[i] as number) > (numbers[i] as number)) numbers[i] = least[i] as number;
}
