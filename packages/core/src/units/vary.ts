/** One place of a statement where its records differ. */
interface Slot {
  readonly name: string;
  readonly unit: string;
  readonly measured: boolean;
  min: number;
  /** The smallest but one. */
  second: number;
  max: number;
  minText: string;
  maxText: string;
  sum: number;
  numbers: number;
  maxMember: number;
  minMember: number;
  total: number;
  /** Undefined once there are too many. */
  values: Map<string, number> | undefined;
  /** The first member with each of these values. */
  readonly seen: Map<string, number>;
  readonly first: string[];
}

/** What varies between the records of one template. */
export interface Variation {
  /** `duration 3-91 ms; status 200 ×40, 404 ×3`, or nothing. */
  readonly phrase: string;
  /** Members (positions in the given list) that have a value almost no other has. */
  readonly rare: readonly number[];
  /** The members with extreme measured values, and how far out they are. */
  readonly extremes: readonly {
    readonly max: number;
    readonly min: number;
    readonly ratio: number;
    /** How far the smallest stands below all others. */
    readonly lowRatio: number;
    readonly name: string;
    readonly numbers: number;
  }[];
}

const SPLIT = /[\s=,()[\]"'<>|]+/;
const NUMBER = /^([-+]?\d[\d,]*(?:\.\d+)?)(%|[a-zA-Zµ]{1,3}(?:\/s)?)?[:;.]?$/;
const UNITS =
  /^(?:ms|s|us|µs|ns|m|min|h|sec|secs|seconds|minutes|%|B|kB|KB|MB|GB|TB|KiB|MiB|GiB|K|M|G|bytes|rows|x|fps|Hz|MHz|GHz|ops|req|items|files|times|tokens|lines|records|milliseconds|msec)[.,;:]?$/;
const MEASURE_NAMES =
  /dur|took|time|lat|size|byte|count|rows|elapsed|cost|loss|acc|total|len|age|retr|attempt|mem|rss|heap|cpu|load|temp|score|rate|progress|depth|queue|lag|delay|wait|used|free|usage|pause|speed|in$|after$/i;
const MOST_VALUES = 6;
/** Of so few values, one that hardly ever comes stands out. */
const FEW_VALUES = 14;
const MOST_COUNTED = 96;
/** So few values are named one by one; longer ones where all together are no longer. */
const FEW_NAMED = 3;
const LONGEST_VALUE = 40;
const LONGEST_NAMED = 160;

/**
 * Reads texts of one shape and says in a few words what differs between them, or how they differ from an example; the
 * example itself is not counted.
 */
export function describeVariation(texts: readonly string[], example = texts[0] ?? ''): Variation {
  const shape = example.trim().split(SPLIT);
  const slots: (Slot | undefined)[] = new Array(Math.min(shape.length, 60)).fill(undefined);
  const fixed = new Array<number>(shape.length).fill(0);
  let read = 0;
  for (let t = 0; t < texts.length; t++) {
    const words = (texts[t] ?? '').trim().split(SPLIT);
    if (words.length !== shape.length) continue;
    for (let i = 0; i < slots.length; i++) {
      const word = words[i] ?? '';
      const slot = slots[i];
      if (slot) addValue(slot, word, t);
      else if (word === shape[i]) fixed[i] = (fixed[i] ?? 0) + 1;
      else {
        const opened = openSlot(shape, i, word);
        for (let n = 0; n < Math.min(fixed[i] ?? 0, 1); n++) addValue(opened, shape[i] ?? '', 0, fixed[i] ?? 1);
        addValue(opened, word, t);
        slots[i] = opened;
      }
    }
    read += 1;
  }
  return { phrase: phrase(slots, read, texts.length), extremes: extremesOf(slots), rare: rareOf(slots) };
}

function openSlot(shape: readonly string[], i: number, other: string): Slot {
  const word = shape[i] ?? '';
  const before = (shape[i - 1] ?? '').replace(/:$/, '');
  const after = shape[i + 1] ?? '';
  const parsed = NUMBER.exec(word);
  const unit = parsed?.[2] ?? (UNITS.test(after) ? after.replace(/[.,;:]$/, '') : '');
  const name = /^[A-Za-z_][\w.-]{0,30}$/.test(before) && !UNITS.test(before) && !/^[A-Z]+$/.test(before) ? before : '';
  const measured =
    parsed !== null && (unit !== '' || MEASURE_NAMES.test(before) || /\.\d|\d,\d{3}/.test(`${word} ${other}`));
  return {
    name,
    unit,
    measured,
    min: Infinity,
    second: Infinity,
    max: -Infinity,
    minText: '',
    maxText: '',
    sum: 0,
    numbers: 0,
    maxMember: 0,
    minMember: 0,
    total: 0,
    values: new Map(),
    seen: new Map(),
    first: [],
  };
}

function addValue(slot: Slot, word: string, member: number, times = 1): void {
  slot.total += times;
  if (slot.values) {
    slot.values.set(word, (slot.values.get(word) ?? 0) + times);
    if (!slot.seen.has(word)) slot.seen.set(word, member);
    if (slot.values.size > MOST_COUNTED) slot.values = undefined;
  }
  if (slot.first.length < 3 && !slot.first.includes(word)) slot.first.push(word);
  const parsed = NUMBER.exec(word);
  if (!parsed) return;
  const value = Number((parsed[1] ?? '').replaceAll(',', ''));
  slot.numbers += times;
  slot.sum += value * times;
  if (value > slot.max) {
    slot.max = value;
    slot.maxText = parsed[1] ?? '';
    slot.maxMember = member;
  }
  if (value < slot.min) {
    slot.second = slot.min;
    slot.min = value;
    slot.minText = parsed[1] ?? '';
    slot.minMember = member;
  } else if (value < slot.second) slot.second = value;
}

function phrase(slots: readonly (Slot | undefined)[], read: number, all: number): string {
  const spreads = new Set<string>();
  const parts: { text: string; rank: number }[] = [];
  for (const slot of slots) {
    if (!slot || read < all * 0.5) continue;
    const text = slotPhrase(slot);
    const spread = slot.values && slot.values.size <= MOST_VALUES ? [...slot.values.values()].sort().join() : '';
    if (spread && spreads.has(spread)) continue;
    if (spread && text) spreads.add(spread);
    if (text) parts.push({ text, rank: slot.measured ? 0 : slot.values ? 1 : 2 });
  }
  const chosen = parts
    .map((part, i) => ({ ...part, i }))
    .sort((a, b) => a.rank - b.rank || a.i - b.i)
    .slice(0, 4);
  const texts = [...new Set(chosen.sort((a, b) => a.i - b.i).map(({ text }) => text))];
  const joined: string[] = [];
  let room = 180;
  for (const text of texts) {
    room -= text.length;
    if (room > 0) joined.push(text);
  }
  return joined.join('; ');
}

function slotPhrase(slot: Slot): string {
  const name = slot.name ? `${slot.name} ` : '';
  const numeric = slot.numbers === slot.total;
  if (slot.values && slot.values.size > MOST_VALUES) {
    const top = topValues(slot.values, slot.total);
    if (top !== '' && !(numeric && slot.measured) && (name !== '' || !numeric)) return `${name}${top}`;
  } else if (slot.values && !(numeric && slot.measured) && slot.total >= 2) {
    const values = [...slot.values].sort((a, b) => b[1] - a[1]);
    if (values.length <= slot.total / 1.5 || values.length <= FEW_NAMED) {
      const length = values.reduce((sum, [value]) => sum + value.length, 0);
      if (length > LONGEST_NAMED && values.some(([value]) => value.length > LONGEST_VALUE)) return '';
      if (name === '' && !values.some(([value]) => /[A-Za-z]{2}/.test(value))) return '';
      return `${name}${values.map(([value, times]) => (times > 1 ? `${value} ×${times}` : value)).join(', ')}`;
    }
  }
  if (numeric && slot.measured) return `${name}${slot.minText}-${slot.maxText}${slot.unit ? ` ${slot.unit}` : ''}`;
  if (
    numeric ||
    slot.first.some(
      (value) => value.length > LONGEST_VALUE || !/[A-Za-z]{2}/.test(value) || /^[0-9a-f-]{8,}$/i.test(value),
    )
  )
    return '';
  return `${slot.first.join(', ')}, …`;
}

/** Values that stand out: one or two among many that share a few others. */
function rareOf(slots: readonly (Slot | undefined)[]): number[] {
  const found: number[] = [];
  for (const slot of slots) {
    if (
      !slot?.values ||
      slot.values.size > FEW_VALUES ||
      slot.total < (slot.values.size > MOST_VALUES ? 60 : 16) ||
      (slot.numbers === slot.total && slot.measured)
    )
      continue;
    for (const [value, times] of slot.values) {
      const member = slot.seen.get(value);
      if (times * 16 <= slot.total && times <= 2 && member !== undefined) found.push(member);
    }
  }
  return found.slice(0, 6);
}

/** The values that come far more often than the rest: `10.0.0.7 ×412, 10.0.0.9 ×230 and 41 other values`. */
function topValues(values: ReadonlyMap<string, number>, total: number): string {
  const sorted = [...values].sort((a, b) => b[1] - a[1]);
  const top = sorted
    .filter(([value, times]) => value.length <= LONGEST_VALUE && times >= 4 && times * values.size >= total * 2.5)
    .slice(0, 3);
  if (top.length === 0) return '';
  return `${top.map(([value, times]) => `${value} ×${times}`).join(', ')} and ${values.size - top.length} other values`;
}

function extremesOf(slots: readonly (Slot | undefined)[]): Variation['extremes'] {
  const found = [];
  for (const slot of slots) {
    if (!slot?.measured || slot.numbers < 4 || slot.max <= 0) continue;
    const rest = (slot.sum - slot.max) / (slot.numbers - 1);
    found.push({
      max: slot.maxMember,
      min: slot.minMember,
      ratio: slot.max / Math.max(rest, 1e-9),
      lowRatio: slot.min < slot.second ? slot.second / Math.max(slot.min, 1e-9) : 1,
      name: `${slot.name} ${slot.unit}`,
      numbers: slot.numbers,
    });
  }
  return found;
}
