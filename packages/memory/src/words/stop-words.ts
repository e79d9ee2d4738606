/** Words that say nothing of what a text is about. Kept: `not`, `no`, `before`, `after`, names of times. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the this that these those there here it its itself i me my mine myself we us our ours ourselves you your yours yourself ' +
    'yourselves he him his himself she her hers herself they them their theirs themselves who whom whose which what when where why how ' +
    'am is are was were be been being do does did doing done have has had having will would shall should can could may might must ' +
    'to of in on at by for with from into onto over under about as than then so if or and but nor yet too also just very really ' +
    'some any each every all both either neither other another such own same s t d ll m re ve don doesn didn isn aren wasn weren ' +
    'won wouldn shouldn couldn haven hasn hadn ain let get got gets getting up out off down again once only more most much many ' +
    'oh hey hi hello yeah yes yep ok okay well wow um uh haha lol thanks thank please'
  ).split(' '),
);
