/**
 * A small reader of word problems of one kind: a first number, and after it what is done to it, sentence by sentence. It reads the
 * words of the problem and knows no answer.
 */
export function solveProblem(text: string): number | undefined {
  let value: number | undefined;
  for (const sentence of text.split(/(?<=[.?!])\s+/)) {
    const found = /\d+(?:\.\d+)?/.exec(sentence)?.[0];
    if (found === undefined) continue;
    const number = Number(found);
    if (value === undefined) value = number;
    else if (/\b(?:each|every)\b/i.test(sentence)) value *= number;
    else if (/\b(?:shared|split|divided)\b/i.test(sentence)) value /= number;
    else if (/\b(?:breaks?|sells?|eats?|loses?|gives?|leaves?|uses?|fewer)\b/i.test(sentence)) value -= number;
    else value += number;
  }
  return value;
}
