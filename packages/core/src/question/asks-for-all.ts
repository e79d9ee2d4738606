const ASKS_FOR_ALL =
  /\b(?:list|enumerate|every|each|all (?:the|of|its|their|my|our)|(?:find|show|get|give)(?: me)? all|(?:which|what) (?:are|were|of)|(?:which|what|whose) (?:(?!has |was |does |is )[\w-]+ ){0,2}(?!has\b|was\b|does\b|this\b|its\b)\w+[^su\W]s (?!is\b|was\b|has\b|does\b))/i;

/** Whether a question wants every thing of a kind named rather than one of them. */
export function asksForAll(query: string): boolean {
  return ASKS_FOR_ALL.test(query.slice(0, 8000));
}
