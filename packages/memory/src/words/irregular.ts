/** Forms of a word that no ending tells, each line ending with the form they are counted as. */
const FORMS = `
went gone go|bought buy|brought bring|took taken take|made make|found find|felt feel|met meet|ran run|saw seen see|said say|told tell
thought think|taught teach|wrote written write|began begun begin|broke broken break|built build|caught catch|chose chosen choose
came come|drew drawn draw|drove driven drive|ate eaten eat|fell fallen fall|flew flown fly|forgot forgotten forget|gave given give
grew grown grow|heard hear|held hold|kept keep|knew known know|left leave|lost lose|paid pay|rode ridden ride|sang sung sing|sold sell
sent send|slept sleep|spoke spoken speak|spent spend|stood stand|swam swum swim|threw thrown throw|understood understand
wore worn wear|won win|children child|people person|men man|women woman|became become|dealt deal|dreamt dream|bit bitten bite
blew blown blow|hid hidden hide|meant mean|shown show|stole stolen steal|woke woken wake|fed feed|fought fight|wives wife|mice mouse
feet foot|lives life|mom mommy mum mother|dad daddy father|pic pics picture photograph photo`;

/** The common form of an irregular one. */
export const IRREGULAR: ReadonlyMap<string, string> = new Map(
  FORMS.trim()
    .split(/[|\n]/)
    .flatMap((line) => {
      const forms = line.split(' ');
      return forms.slice(0, -1).map((form) => [form, forms.at(-1) as string] as const);
    }),
);
