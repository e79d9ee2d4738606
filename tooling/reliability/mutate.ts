type Container = Record<string, unknown> | unknown[];

const ODD: readonly unknown[] = [
  null,
  undefined,
  '',
  ' \n ',
  '\ud800',
  '\u0000',
  -0,
  1e308,
  Number.NaN,
  true,
  [],
  {},
  [null],
  [[[[]]]],
  { type: 'text' },
  { type: 'text', text: 7 },
  { role: 'tool' },
  'null',
  '[Left out: 3 rows. Full text: call headroom_retrieve with hash=0123456789abcdef01234567-0000]',
];
const NAMES = ['__proto__', 'constructor', 'type', 'role', 'content', 'text', 'id', 'parts', 'output', ''];

/** A copy of a request with one to four things wrong with it; what is wrong depends on the random numbers alone. */
export function mutate(body: object, random: () => number): object {
  const copy = structuredClone(body) as Container;
  const times = 1 + Math.floor(random() * 4);
  for (let i = 0; i < times; i++) {
    const places = containersIn(copy);
    const place = places[Math.floor(random() * places.length)];
    if (place) change(place, random);
  }
  return copy;
}

function containersIn(root: Container): Container[] {
  const found: Container[] = [root];
  for (let i = 0; i < found.length && found.length < 3000; i++)
    for (const value of Object.values(found[i] as object))
      if (typeof value === 'object' && value !== null) found.push(value as Container);
  return found;
}

function change(place: Container, random: () => number): void {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  if (Array.isArray(place)) {
    const at = Math.floor(random() * place.length);
    const how = pick(['drop', 'repeat', 'swap', 'odd', 'nest'] as const);
    if (how === 'drop') place.splice(at, 1);
    else if (how === 'repeat' && place.length > 0) place.splice(at, 0, structuredClone(place[at]));
    else if (how === 'swap' && place.length > 1) [place[0], place[at]] = [place[at], place[0]];
    else if (how === 'nest') place[at] = [place[at]];
    else place.splice(at, 0, structuredClone(pick(ODD)));
    return;
  }
  const key = pick(Object.keys(place));
  if (key === undefined) return;
  const value = place[key];
  const how = pick(['drop', 'odd', 'rename', 'text', 'text'] as const);
  if (how === 'drop') delete place[key];
  else if (how === 'text' && typeof value === 'string') place[key] = changedText(value, random);
  else if (how === 'rename') {
    delete place[key];
    Object.defineProperty(place, pick(NAMES), { value, enumerable: true, configurable: true, writable: true });
  } else place[key] = structuredClone(pick(ODD));
}

function changedText(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  switch (Math.floor(random() * 7)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(at);
    case 2:
      return `${text.slice(0, at)}${String.fromCharCode(Math.floor(random() * 65536))}${text.slice(at)}`;
    case 3:
      return text + text;
    case 4:
      return text.split('\n').reverse().join('\n');
    case 5:
      return text.replaceAll('\n', '\r\n');
    default:
      return `${text.slice(0, at)}\n\n${text.slice(0, at)}`;
  }
}
