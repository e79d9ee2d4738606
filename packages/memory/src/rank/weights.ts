/**
 * What the ranking goes by. Chosen on five of LoCoMo's ten conversations (`tooling/memory/locomo`), and told of the
 * other five (docs/decisions/0125). Times, importance and age were set by hand.
 */
export const WEIGHTS = {
  /** BM25: how soon a repeated term stops counting, and how much a long text loses. */
  k1: 1.2,
  b: 0.4,
  /** A turn inherits from the turn before it (more from a question: it is the answer), after it, and two away. */
  before: 0.4,
  asking: 1.8,
  after: 0.2,
  further: 0.1,
  /** A turn gains where its conversation has other turns that fit: the mean of its best three. */
  conversation: 0.2,
  best: 3,
  /** A turn of the speaker that the question names; the name itself says little where everybody is called by name. */
  speaker: 0.6,
  name: 0.3,
  /** Terms that the best records have in common are looked for too. */
  expansion: 0.2,
  expansionFrom: 3,
  expansionTerms: 10,
  /** Two terms of the question that stand side by side. */
  pair: 0.75,
  /** Members of a kind of things that the question names. */
  kind: 0.4,
  /** Where a question wants a list: each further record of a conversation. */
  repeat: 0.05,
  /** Value is weighed against tokens to this power. */
  size: 0.25,
  /** Priors: importance from 0 to 1 is worth so much more or less, the newest record so much more than the oldest. */
  importance: 0.3,
  recency: 0.05,
  /** Within the time that the question names; on the named side of what it names. */
  inTime: 0.6,
  onSide: 0.2,
  /** Fitted. */
  fit: {
    smallTalk: -0.59,
    when: 0.64,
    many: 0.32,
    where: 0.46,
    why: 0.34,
    title: 0.58,
    name: 0.2,
    who: 0.13,
    oneself: 0.24,
    speaker: 0.36,
    toAnother: -0.31,
    asks: -0.35,
    beginning: 0.21,
    own: 0.06,
    near: 0.38,
    passage: 0.49,
    asked: 0.3,
    list: 0.3,
  },
};

export type Weights = typeof WEIGHTS;
