import { tokenize } from './stem.js';

/** Groups of words that questions and documents use for one another; the first letters of longer words are compared elsewhere. */
const GROUPS = [
  'remove delete drop uninstall erase prune discard',
  'limit maximum max most cap ceiling exceed',
  'minimum min least lowest floor',
  'size length bytes large big',
  'error fail failure exception fault problem',
  'create make add new generate build',
  'start launch run begin boot execute invoke',
  'stop kill terminate exit quit abort end',
  'change modify update edit alter set replace',
  'allow permit enable grant accept',
  'disable off turn suppress deny forbid block',
  'version release',
  'time duration seconds second minutes minute hours hour days day timeout interval long often period milliseconds',
  'cost price fee charge pay',
  'require need must necessary mandatory prerequisite',
  'recommend should prefer advise suggest',
  'install setup installation',
  'config configuration configure setting settings option preference',
  'show display print output list report',
  'quick fast speed performance slow latency',
  'return returns result yield',
  'choose select pick',
  'wrong incorrect invalid mistake bad',
  'skip ignore exclude omit',
  'wait block sleep pause delay',
  'save store write persist',
  'load read fetch get retrieve',
  'different differ difference versus unlike',
  'old previous former earlier legacy deprecated',
  'happen occur cause reason because why',
  'directory folder dir path',
  'parameter argument flag switch',
  'effect ignored applicable',
];

/** The part of a word that its forms share: `remove`, `removed` and `removal` begin alike. */
export function rootOf(word: string): string {
  const stem = tokenize(word)[0] ?? word;
  return stem.length > 3 && stem.endsWith('e') ? stem.slice(0, -1) : stem;
}

const groupsOf = new Map<string, number[]>();
for (const [g, group] of GROUPS.entries()) {
  for (const root of new Set(group.split(' ').map(rootOf))) groupsOf.set(root, [...(groupsOf.get(root) ?? []), g]);
}

/** Whether two words, given by their roots, often stand for the same thing in questions and documents. */
export function areRelated(a: string, b: string): boolean {
  const groups = groupsOf.get(a);
  return groups?.some((group) => groupsOf.get(b)?.includes(group)) ?? false;
}

/** The roots of all words that often stand for a word, given by its root. */
export function relatedTo(root: string): readonly string[] {
  const groups = groupsOf.get(root) ?? [];
  return groups.flatMap((group) => GROUPS[group]!.split(' ').map(rootOf));
}
