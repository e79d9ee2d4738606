/** What a record is about: the key that it was told under first, and those under which the same was told later. */
export interface Keys {
  readonly key?: string;
  readonly otherKeys?: readonly string[];
}

/** All keys of a record, the first one first. */
export function keysOf({ key, otherKeys = [] }: Keys): readonly string[] {
  return key === undefined ? [] : [key, ...otherKeys];
}

/** Some keys as a record has them, each once. */
export function keyed(keys: Iterable<string>): Keys {
  const [key, ...otherKeys] = new Set(keys);
  return key === undefined ? {} : { key, ...(otherKeys.length > 0 && { otherKeys }) };
}
