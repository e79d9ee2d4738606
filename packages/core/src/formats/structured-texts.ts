import type { Path } from '../model/path.js';
import { isRecord } from './record.js';
import { type StringLeaf, stringLeaves } from './string-leaves.js';

/** Strings in a structured tool result shorter than this are values, not texts. */
const LONG = 200;
/** A value shorter than this as JSON has nothing to save. */
const WORTH_READING = 1000;
/** A string of this length is a text in its own right. */
const OWN_TEXT = 2000;
const OWN_SHARE = 0.5;
/** As far as strings are looked for; no cycle passes it. */
const MAX_DEPTH = 64;

/**
 * The texts of a tool result that is a structured value: its long strings; and for each field with records and no such texts
 * the field as JSON, which is what the model reads. A changed field becomes a string: the provider's schema for results is open
 * (docs/decisions/0090). A value that JSON cannot hold exactly is left alone.
 */
export function structuredTexts(value: unknown, at: Path): StringLeaf[] {
  if (!isRecord(value)) return stringLeaves(value, at, LONG);
  const own = stringLeaves(value, at, LONG);
  return Object.entries(value).flatMap(([key, field]) => {
    const leaves = own.filter((leaf) => leaf.at[at.length] === key);
    if (typeof field !== 'object' || field === null) return leaves;
    const json = exactJson(field);
    if (json === undefined || json.length < WORTH_READING) return leaves;
    const inTexts = leaves.reduce(
      (sum, { text }) => sum + (text.length >= Math.min(OWN_TEXT, json.length * OWN_SHARE) ? text.length : 0),
      0,
    );
    return inTexts > json.length * OWN_SHARE ? leaves : [{ at: [...at, key], text: json }];
  });
}

/** Plain JSON of a value whose numbers are all exact; undefined for any other. */
function exactJson(value: object): string | undefined {
  return isExact(value, 0) ? JSON.stringify(value) : undefined;
}

/** Larger integers may have been rounded when the request was parsed; what is no plain value JSON writes otherwise. */
function isExact(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return (
        Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) && !Object.is(value, -0)
      );
    case 'object': {
      if (value === null) return true;
      if (depth > MAX_DEPTH) return false;
      const prototype: unknown = Object.getPrototypeOf(value);
      if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return false;
      return Object.values(value).every((item) => isExact(item, depth + 1));
    }
    default:
      return false;
  }
}
