/** What the retrieve tool answers at the limit of an unbroken run of retrievals. */
export const RETRIEVE_LIMIT_ANSWER = 'No more originals in this step; continue with what you have.';

/** Rounds in which a model that goes on asking is told so, before its call is dropped. */
export const RETRIEVE_REFUSALS = 3;
