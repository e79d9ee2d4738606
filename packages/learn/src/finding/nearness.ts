/** Edits that make one word of another, at most so many; one more where there are more. */
export function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = Array.from({ length: other.length + 1 }, (_, i) => i);
  let earlier = before;
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      let cost = Math.min(
        (before[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (before[j - 1] as number) + (isSame ? 0 : 1),
      );
      // Two signs that changed places are one slip.
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        cost = Math.min(cost, (earlier[j - 2] as number) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    earlier = before;
    before = row;
  }
  return before[other.length] as number;
}

const SHORTEST = 4;

/** Whether one word was meant where the other was written. Words that differ in their numbers only are two. */
export function isSlip(one: string, other: string): boolean {
  if (one === other || Math.min(one.length, other.length) < SHORTEST) return false;
  if (one.replace(/\d+/g, '') === other.replace(/\d+/g, '')) return false;
  const most = Math.max(1, Math.floor(Math.max(one.length, other.length) / 4));
  return distance(one.toLowerCase(), other.toLowerCase(), most) <= most;
}

/** Whether one name says the other in more or fewer parts: `test:unit`, `unit`. */
export function sharesPart(one: string, other: string): boolean {
  const parts = (word: string) =>
    word
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((part) => part.length >= 3);
  const [a, b] = [parts(one), parts(other)];
  return a.length > 0 && b.length > 0 && (a.every((part) => b.includes(part)) || b.every((part) => a.includes(part)));
}

const EVERYWHERE =
  /^(?:index|main|mod|lib|__init__|__main__|readme|package|config|setup|app|types?|utils?|conftest|test|tests|license|makefile|dockerfile|cargo|go|tsconfig|pyproject|schema|models?|routes?|views?|urls|settings)(?:\.|$)/i;

/**
 * Whether a path that is not there was meant for one that is: the same file in another folder, or a slip in its name. A name that
 * stands in many folders has to share the folder above too.
 */
export function isSamePath(wrong: string, right: string): boolean {
  if (wrong === right || wrong === '' || right === '') return false;
  const [a, b] = [wrong.split('/'), right.split('/')];
  const [name, real] = [a.at(-1) as string, b.at(-1) as string];
  if (name === real) {
    if (a.length === b.length && a.every((part, i) => part === b[i])) return false;
    return EVERYWHERE.test(name) ? a.length > 1 && b.length > 1 && a.at(-2) === b.at(-2) : true;
  }
  const [folder, realFolder] = [a.slice(0, -1).join('/'), b.slice(0, -1).join('/')];
  if (folder !== realFolder) return false;
  const stem = (file: string) => file.replace(/\.[^.]*$/, '') || file;
  if (stem(name) === stem(real)) return stem(name).length >= SHORTEST;
  return extension(name) === extension(real) && isSlip(stem(name), stem(real));
}

const extension = (file: string) => /\.[^.]*$/.exec(file)?.[0] ?? '';
