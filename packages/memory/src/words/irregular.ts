/** Forms of a word that no ending tells, and words that mean the same in nearly every sentence; the last of each counts for all. */
const FORMS = `
went gone go|bought buy|brought bring|took taken take|made make|found find|felt feel|met meet|ran run|saw seen see|said say|told tell
thought think|taught teach|wrote written write|began begun begin|broke broken break|built build|caught catch|chose chosen choose
came come|drew drawn draw|drove driven drive|ate eaten eat|fell fallen fall|flew flown fly|forgot forgotten forget|gave given give
grew grown grow|heard hear|held hold|kept keep|knew known know|left leave|lost lose|paid pay|rode ridden ride|sang sung sing|sold sell
sent send|slept sleep|spoke spoken speak|spent spend|stood stand|swam swum swim|threw thrown throw|understood understand
wore worn wear|won win|children child|people person|men man|women woman|became become|dealt deal|dreamt dream|bit bitten bite
blew blown blow|hid hidden hide|meant mean|shown show|stole stolen steal|woke woken wake|fed feed|fought fight|wives wife|mice mouse
feet foot|mom mommy mum mother|dad daddy father|pic pics picture photograph photo
begin began begun beginning start|purchase purchased purchasing bought buy|film films movie|shop shops store|physician doctor|hubby husband
bicycle bicycles bike|television tv|cellphone phone|fridge refrigerator|flat apartment|vacation vacations holiday|glad happy
large huge big|ill sick|exhausted tired|scared frightened afraid|grandma granny grandmother|grandpa granddad grandfather|sis sister
bro brother|uni college university|kid kids kiddo children child|pup puppies puppy|kitten kitty cat|autumn fall|automobile car
favourite favorite|colour color|neighbour neighbor|hobbies pastime hobby|buddy pal friend|wedding marriage|assist aid help|job career
supper dinner|sneakers shoes|beverage drink|residence home|unwell sick|injured wounded hurt|relocated relocate moved move|yummy tasty delicious
gorgeous beautiful|journey voyage trip|error mistake|wages wage salary|lad boy|infant baby|parents parent|destress unwind relax`;

/** The common form of an irregular one. */
export const IRREGULAR: ReadonlyMap<string, string> = new Map(
  FORMS.trim()
    .split(/[|\n]/)
    .flatMap((line) => {
      const forms = line.split(' ');
      return forms.slice(0, -1).map((form) => [form, forms.at(-1) as string] as const);
    }),
);
