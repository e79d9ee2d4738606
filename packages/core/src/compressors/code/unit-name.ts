import type { Node } from 'web-tree-sitter';

const MODIFIERS =
  /^(?:(?:export|default|const|let|var|public|private|protected|static|readonly|async|override|declare)\s+)+/;

/** What an assignment, pair or declaration calls the function on its right side. */
function nameBefore(text: string): { name: string; owner: string } {
  const bare = text.replace(MODIFIERS, '');
  const chain = /^[\w$.#]+/.exec(bare)?.[0] ?? /^['"]([\w$ -]+)['"]/.exec(bare)?.[1] ?? '';
  const parts = chain.split('.').filter((part) => part !== 'prototype' && part !== '');
  return { name: parts.at(-1) ?? '', owner: parts.length > 1 ? (parts.at(-2) ?? '') : '' };
}

/** `Shape::area` of C and C++, found by following declarators. */
function declaredName(node: Node): string {
  let at: Node | null = node.childForFieldName('declarator');
  for (let depth = 0; at && depth < 8; depth++) {
    const next: Node | null =
      at.childForFieldName('declarator') ?? (at.type === 'reference_declarator' ? at.namedChild(0) : null);
    if (!next) return at.text;
    at = next;
  }
  return '';
}

const bareType = (text: string): string =>
  /[A-Za-z_]\w*/.exec(text.replace(/^[^A-Za-z_]*(?:dyn\s+|crate::|\w+::)*/, ''))?.[0] ?? '';

/** The name of a function or class as a reader would say it, and what it belongs to. */
export function nameOfUnit(
  node: Node,
  wrappers: readonly Node[],
  source: string,
  scope: string,
): { name: string; owner: string } {
  const receiver = node.childForFieldName('receiver');
  const own = node.childForFieldName('name')?.text;
  if (own !== undefined) {
    const owner = receiver ? (/(\w+)(?:\[[^\]]*\])?\s*\)$/.exec(receiver.text.slice(-400))?.[1] ?? '') : scope;
    return { name: own.slice(0, 200), owner };
  }
  if (node.type === 'impl_item')
    return { name: bareType(node.childForFieldName('type')?.text.slice(0, 200) ?? ''), owner: '' };
  const declared = declaredName(node).slice(0, 200).split('::');
  if (declared[0])
    return { name: declared.at(-1) ?? '', owner: declared.length > 1 ? bareType(declared.at(-2) ?? '') : scope };
  for (const wrapper of [...wrappers].reverse()) {
    if (/statement$|declaration$/.test(wrapper.type) && wrapper.type !== 'let_declaration') continue;
    const found = nameBefore(source.slice(wrapper.startIndex, Math.min(node.startIndex, wrapper.startIndex + 200)));
    if (found.name) return { name: found.name, owner: found.owner || scope };
  }
  return { name: '', owner: scope };
}
