/** Keys and indexes from the root of a request to one value in it. */
export type Path = readonly (string | number)[];

/** Either a value or a promise of it: lets synchronous backends serve synchronous callers. */
export type MaybePromise<T> = T | Promise<T>;
