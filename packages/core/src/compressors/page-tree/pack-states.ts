import { readLine } from './read-line.js';

const STATE = /, (\w+)=(?:False|false)$/;
const LEAST = 6;
const HEAD = /^\[(\w+) that does not say: (, \w+=\w+)\]$/;

/** Says once that elements of a role lack a state, where all of them say whether they have it. Legends come first. */
export function packStates(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  const all = new Map<string, number>();
  const roles = lines.map((line) => readLine(line)?.role);
  lines.forEach((line, l) => {
    const state = STATE.exec(line);
    const role = roles[l];
    if (role === undefined) return;
    all.set(role, (all.get(role) ?? 0) + 1);
    if (state) counts.set(`${role}${state[0]}`, (counts.get(`${role}${state[0]}`) ?? 0) + 1);
  });
  const chosen = new Map<string, string>();
  for (const [key, count] of counts) {
    const at = key.indexOf(',');
    const [role, state] = [key.slice(0, at), key.slice(at)];
    if (count < LEAST || count < all.get(role)! / 2 || chosen.has(role)) continue;
    const says = lines.filter((line, l) => roles[l] === role && line.includes(state.slice(0, state.indexOf('=') + 1)));
    if (says.length === all.get(role)) chosen.set(role, state);
  }
  const legends = [...chosen].map(([role, state]) => `[${role} that does not say: ${state}]`);
  return [
    ...legends,
    ...lines.map((line, l) => {
      const state = chosen.get(roles[l] ?? '');
      return state !== undefined && line.endsWith(state) ? line.slice(0, -state.length) : line;
    }),
  ];
}

/** Lets every element say its state again. */
export function unpackStates(lines: readonly string[]): string[] {
  const states = new Map<string, string>();
  let at = 0;
  for (; at < lines.length; at++) {
    const head = HEAD.exec(lines[at]!);
    if (!head) break;
    states.set(head[1]!, head[2]!);
  }
  return lines.slice(at).map((line) => {
    const state = states.get(readLine(line)?.role ?? '');
    return state === undefined || line.includes(state.slice(0, state.indexOf('=') + 1)) ? line : line + state;
  });
}
