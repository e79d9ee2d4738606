const NUMBER = /^[-+]?[$€£]?\d[\d,._']*[A-Za-z%µ]{0,3}$/;
const MOMENT = /^\d{1,4}[-/.:]\d{1,2}(?:[-/.:T]\d+)*(?:[.,]\d+)?Z?(?:[+-]\d\d:?\d\d)?$/;
const MODE = /^[-dlcbpsDC][-rwxsStT]{9}[.+@]?$/;
const HEX = /^(?:0x[0-9a-f]+|(?=[a-f]*\d)[0-9a-f]{6,})$/i;
const KEY = /^[A-Za-z_][\w.-]*[=:](?=.)/;
const SIGN = /^[^\p{L}\p{N}]+$/u;
const OPENING = /^[[{<]/;
const LONGEST = 300;

/** A plain word, the one class that any text is full of. */
export const WORD = 'word';

/** What a field of a line is, whatever its value: a number, a moment, a mode, a key with its value … */
export function classOf(field: string): string {
  const token = field.length > LONGEST ? field.slice(0, LONGEST) : field;
  if (NUMBER.test(token)) return 'number';
  if (MOMENT.test(token)) return 'moment';
  if (MODE.test(token)) return 'mode';
  if (HEX.test(token)) return 'hex';
  const key = KEY.exec(token)?.[0];
  if (key !== undefined && !token.includes('//')) return key;
  if (SIGN.test(token)) return token[0]!;
  if (OPENING.test(token)) return `${token[0]}…`;
  return token.includes('/') ? 'path' : WORD;
}

/** Whether a field is only a sign: a bullet, a mark of depth. */
export function isSign(field: string): boolean {
  return SIGN.test(field);
}

/** What stands between fields: white space, and what separates them in tuples and calls. */
const FIELD = /[^\s,;|()"']+/g;

/** The fields of a line. */
export function fieldsOf(line: string): readonly string[] {
  return (line.length > LONGEST * 2 ? line.slice(0, LONGEST * 2) : line).match(FIELD) ?? [];
}

/** A field with its key apart: `pid=7346`. */
export function keyed(field: string): { readonly key: string | undefined; readonly value: string } {
  const key = field.includes('//') ? undefined : KEY.exec(field)?.[0];
  return key === undefined ? { key, value: field } : { key: key.slice(0, -1), value: field.slice(key.length) };
}
