import type { World } from '../items/item.js';
import { pick } from '../random.js';
import type { ToolSpec } from '../wire/chat.js';
import { tool } from './file-tools.js';

const FIRST = ['Fen', 'Moor', 'Tarn', 'Heath', 'Dune', 'Cove', 'Glen', 'Holm'];
const SECOND = ['Lantern', 'Kettle', 'Saddle', 'Basket', 'Stool', 'Hinge', 'Spool', 'Tray'];

export const BROWSER_TOOLS: readonly ToolSpec[] = [
  tool('open_page', 'Opens a page of the shop (catalog, basket) and returns its accessibility tree.', {
    page: 'Its name.',
  }),
  tool('click', 'Clicks an element by its ref, and returns the tree of the page after it.', {
    ref: 'For example e12.',
  }),
];

export interface Shop {
  readonly articles: readonly { readonly name: string; readonly price: string; readonly ref: string }[];
  readonly basket: string[];
}

/** A shop with a long catalog. */
export function makeShop(next: () => number): Shop {
  const names = new Set<string>();
  while (names.size < 130) names.add(`${pick(FIRST, next)} ${pick(SECOND, next)} ${100 + Math.floor(next() * 900)}`);
  const articles = [...names].map((name, i) => ({
    name,
    price: `${(5 + next() * 200).toFixed(2)}`,
    ref: `e${20 + i * 4}`,
  }));
  return { articles, basket: [] };
}

const HEAD = [
  '- banner [ref=e2]:',
  '  - link "Home" [ref=e3]',
  '  - searchbox "Search the shop" [ref=e4]',
  '- main [ref=e6]:',
];

function catalog({ articles }: Shop): string {
  const items = articles.flatMap(({ name, price, ref }) => [
    `    - listitem [ref=e${Number(ref.slice(1)) + 1}]:`,
    `      - link "${name}" [ref=${ref}] [cursor=pointer]`,
    `      - text: ${price} EUR`,
  ]);
  return [...HEAD, '  - heading "Catalog" [level=1] [ref=e7]', '  - list [ref=e8]:', ...items].join('\n');
}

/** Tools on the shop. The refs of the catalog stay what they are; a click on an article leads to its page. */
export function browserWorld(shop: Shop): World {
  let shown: string | undefined;
  const article = (name: string, price: string) =>
    [
      ...HEAD,
      `  - heading "${name}" [level=1] [ref=e9]`,
      `  - text: ${price} EUR`,
      '  - button "Add to basket" [ref=e11]',
    ].join('\n');
  return {
    call(name, input) {
      if (name === 'open_page')
        return input.page === 'basket'
          ? [...HEAD, ...shop.basket.map((one) => `  - text: ${one}`)].join('\n')
          : catalog(shop);
      if (name !== 'click') return `There is no tool ${name}.`;
      if (input.ref === 'e11' && shown !== undefined) {
        shop.basket.push(shown);
        return `${HEAD.join('\n')}\n  - alert: ${shown} is in the basket`;
      }
      const chosen = shop.articles.find(({ ref }) => ref === input.ref);
      shown = chosen?.name;
      return chosen ? article(chosen.name, chosen.price) : `There is no element ${String(input.ref)}.`;
    },
  };
}
