import { PICTURE_KINDS } from '../generated/picture-kinds.js';

/** What a picture is of. */
export type PictureKind = (typeof PICTURE_KINDS.kinds)[number];

/** Odds of each kind, the mean of all trees; together 1. */
export function kindOdds(features: readonly number[]): Readonly<Record<PictureKind, number>> {
  const { kinds, trees } = PICTURE_KINDS;
  const sums = kinds.map(() => 0);
  for (const tree of trees) {
    const leaf = leafOf(tree, features);
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] ?? 0) + (leaf[at + 1] ?? 0);
  }
  const entries = kinds.map((kind, at) => [kind, (sums[at] ?? 0) / trees.length] as const);
  return Object.fromEntries(entries) as Record<PictureKind, number>;
}

/** From the first node: features up to the threshold go left. */
function leafOf(tree: readonly (readonly number[])[], features: readonly number[]): readonly number[] {
  let node = tree[0] ?? [-1];
  while ((node[0] ?? -1) >= 0) {
    const [feature = 0, threshold = 0, left = 0, right = 0] = node;
    // The trees were fitted on numbers of 32 bits.
    node = tree[Math.fround(features[feature] ?? 0) <= threshold ? left : right] ?? [-1];
  }
  return node;
}
