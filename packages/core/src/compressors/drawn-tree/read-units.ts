import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { levelOf } from '../../reading/line-level.js';
import { joinLines, unitOf } from '../../units/folded.js';
import { type Depth, type Fault, GONE, HEAD, type Unit, WHOLE } from '../../units/unit.js';
import type { Sight, Units, Vote, Voter } from '../../units/units.js';
import { asked, oftenAsked } from '../../units/votes/asked.js';
import { fault, suspect } from '../../units/votes/fault.js';
import { frame } from '../../units/votes/frame.js';
import { rare } from '../../units/votes/rare.js';
import { related } from '../../units/votes/related.js';
import { readTree, type TreeNode } from './read-tree.js';

const FAULTS: Readonly<Partial<Record<ReturnType<typeof levelOf>, Fault>>> = {
  error: 'reported',
  warning: 'suspected',
  notable: 'suspected',
};
/** What a package manager says of a branch. */
const AMISS = /\b(?:UNMET|extraneous|conflict)\b/;
/** In charts and tables a row of blanks or dashes costs as much as one of them. */
const RUN = /(.)\1{3,}/g;
const SHORT_TEXT = 24;
/** How much of the room the levels at the edge have before anything else is looked for. */
const TOP = 0.7;
const PLAIN_WORD = /^[A-Za-z(),:;[\]"']+$/;

/** Reads a drawn tree: its nodes are the units, each below what it hangs from. */
export function* readTreeUnits(content: Content): InTurns<Units> {
  const page = joinLines(content.lines);
  const nodes = yield* readTree(content.lines);
  const hasChildren = new Set(nodes.map(({ parent }) => parent));
  const shapes = new Map<string, number>();
  const list: Unit[] = [];
  yield* itemsInTurns(nodes, (node, i) => {
    const level = AMISS.test(node.label) ? 'suspected' : FAULTS[levelOf(node.label)];
    list.push({
      ...unitOf(page, node.from, node.to, node.drawn ? 'branch' : 'line', !node.drawn && !hasChildren.has(i)),
      parent: node.parent,
      ...(level ? { fault: level, shape: shapeOf(node.label, shapes) } : {}),
    });
  });
  const inwards = [...nodes.keys()].sort((a, b) => nodes[a]!.depth - nodes[b]!.depth || a - b);
  return {
    text: page.text,
    list,
    licence: 'rows',
    counting: 'lines',
    sizeOf: (unit, depth) => {
      const text = page.text.slice(list[unit]!.from, list[unit]!.to);
      return nodes[unit]!.drawn ? sizeOf(text, depth) : sizeOf(text.replace(RUN, '$1'), depth);
    },
    label: (unit) => nodes[unit]!.label,
    voters: [
      frame,
      levels(nodes, inwards, TOP),
      asked,
      fault,
      related,
      rare,
      suspect,
      oftenAsked,
      levels(nodes, inwards, 1),
    ],
  };
}

function shapeOf(label: string, known: Map<string, number>): number {
  // Names, versions, numbers and addresses differ from branch to branch.
  const key = label.replace(/\S+/g, (word) => (PLAIN_WORD.test(word) ? word : '#'));
  if (!known.has(key)) known.set(key, known.size);
  return known.get(key)!;
}

/** From the edge inwards, each level in the order in which it stands. */
function levels(nodes: readonly TreeNode[], inwards: readonly number[], fills: number): Voter {
  return {
    reason: 'level',
    most: 'room',
    fills,
    *votes({ depth }: Sight): Iterable<Vote> {
      for (const unit of inwards) {
        const isShort = isShortText(nodes[unit]!);
        if (depth[unit] === GONE || isShort) yield { unit, depth: isShort ? WHOLE : HEAD };
      }
    },
  };
}

function sizeOf(text: string, depth: Depth): number {
  const end = depth === WHOLE ? -1 : text.indexOf('\n');
  return (end < 0 ? text.length : end) + 1;
}

/** A heading of several lines, a chart, a table: no branch. */
function isShortText({ drawn, from, to }: TreeNode): boolean {
  return !drawn && to - from <= SHORT_TEXT;
}
