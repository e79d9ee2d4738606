const STOP = new Set(
  'a an the of in on at to for by is was were are did do does what which who when where how many much and or it its that this with from as be been'.split(
    ' ',
  ),
);
const words = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2 && !STOP.has(word))
    .map((word) => word.replace(/(?:ed|ing|es|s)$/, ''));

const SPANS: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:when|which year|what year)\b/i, /\b1\d{3}\b|\b20\d{2}\b/],
  [/\bhow (?:many|much|long|high|far)\b/i, /\b\d[\d,.]*\b/],
  [/\bwho\b/i, /\b(?!The )[A-Z]\p{L}+ [A-Z]\p{L}+\b/u],
  [/\b(?:where|which town|which city|which river)\b/i, /(?<=\b(?:in|near|at|beside|from) )[A-Z]\p{L}+/u],
];

/** The span of a passage that answers a question: of the sentence with most of its words, the part of the asked kind. */
export function readPassage(passage: string, question: string): string | undefined {
  const asked = [...new Set(words(question))];
  const scored = passage.split(/(?<=[.!?])\s+/).map((sentence) => {
    const there = new Set(words(sentence));
    return { sentence, share: asked.filter((word) => there.has(word)).length / Math.max(1, asked.length) };
  });
  const best = scored.reduce((most, one) => (one.share > most.share ? one : most), { sentence: '', share: 0 });
  if (best.share < 0.7) return undefined;
  const span = SPANS.find(([kind]) => kind.test(question))?.[1];
  return span?.exec(best.sentence)?.[0];
}
