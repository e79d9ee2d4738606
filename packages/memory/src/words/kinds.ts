import { stem } from './terms.js';

/**
 * Kinds of things that people tell of themselves, each line: what a question calls the kind, then what answers call its members.
 * Our own list, of words that mean little else. A question for the pets of somebody is answered by a dog.
 */
const KINDS = `
pet animal | dog puppy cat kitten kitty parrot hamster rabbit bunny goldfish fish turtle tortoise horse pony lizard gecko snake bird chicken
hobby activity pastime interest leisure relax unwind destress fun | paint draw pottery hike camp run jog swim yoga knit crochet sew garden bake cook read dance photography climb bike cycle ski surf fish meditate sculpt chess puzzle game movie craft
sport exercise fitness workout athletic train | run jog swim hike yoga gym football soccer basketball tennis baseball golf hockey volleyball badminton cycle bike box ski snowboard surf climb marathon race pilates lift kickbox taekwondo karate rugby cricket
instrument music musical play | guitar piano violin drum flute clarinet saxophone trumpet cello bass ukulele keyboard harp sing banjo
music song artist musician band genre | rock jazz classical pop hiphop rap metal country blues folk concert album playlist singer orchestra symphony melody festival gig tune
book novel author read genre series | novel fantasy mystery thriller fiction biography memoir poetry chapter library bookstore author trilogy saga
movie film show tv series watch cinema | comedy drama thriller documentary horror scifi animation trilogy episode sitcom romance netflix theater actor director
food meal dish cuisine eat snack recipe cook dinner lunch breakfast | pizza pasta salad soup curry rice chicken steak burger sushi taco sandwich bread cake cookie pie chocolate cheese vegetable fruit salmon bake roast grill dessert icecream noodle stew lasagna
dessert sweet treat bake | cake cookie pie icecream chocolate brownie muffin cupcake tart pastry pudding donut
drink beverage | coffee tea wine beer juice cocktail smoothie latte espresso soda water
family relative relation | mother father sister brother son daughter kid child husband wife parent grandmother grandfather grandma grandpa aunt uncle cousin niece nephew spouse partner mom dad sibling baby toddler
child kid | son daughter boy girl baby toddler teen school
partner spouse relationship marriage date romantic status single | husband wife boyfriend girlfriend fiance wedding engage marry divorce breakup single date anniversary
job work career profession occupation business employ company | teacher engineer nurse doctor lawyer manager developer designer artist writer chef freelance office startup shop store intern promotion hire boss colleague client counselor salary interview quit
school education study degree college university subject course major | class student professor exam thesis graduate semester lecture diploma certificate scholarship psychology engineering biology math law history science
health illness medical condition disease injury problem | doctor hospital pain surgery allergy asthma diabetes flu fever diagnosis therapy medication ankle knee back sprain broken checkup cancer heart anxiety depression weight diet headache
symptom feel emotion mood feeling | happy sad anxious stress nervous proud excite grateful lonely angry afraid overwhelm relieve disappoint peaceful joy tired frustrate thankful
place location city country travel trip visit vacation holiday where live | beach mountain lake park island museum forest castle paris london rome tokyo york boston chicago seattle california florida texas canada mexico spain france italy germany england ireland greece japan china india thailand australia brazil sweden europe asia hotel flight airport
country nationality nation origin home | canada mexico spain france italy germany england ireland scotland greece japan china india thailand australia brazil sweden norway poland portugal russia turkey egypt korea vietnam
state | california florida texas oregon washington colorado nevada arizona michigan ohio georgia virginia minnesota alaska hawaii massachusetts illinois indiana connecticut
nature outdoor outdoors landscape | forest mountain beach lake river ocean sunset sunrise trail waterfall park hike camp garden flower tree star
home house apartment room furniture | kitchen bedroom sofa couch bed table chair desk lamp garden backyard rent mortgage renovate move neighborhood roommate
vehicle car transport commute | truck motorcycle bike bus train van sedan convertible suv garage drive engine
buy purchase item shop got | bought shoe dress jacket laptop phone camera watch ring necklace figurine console headphone bike car house
gift present souvenir receive give | necklace ring bracelet book flower card watch toy mug painting scarf
clothes clothing wear fashion outfit | dress shirt jacket shoe hat scarf jeans coat sweater boot sneaker skirt suit
game video console play | nintendo playstation xbox switch chess puzzle monopoly tournament quest player rpg strategy card board
event celebration party attend festival | wedding birthday concert parade conference workshop fair reunion anniversary graduation carnival gala fundraiser meetup convention exhibition pride
art artwork create artistic creative craft | paint painting draw sketch sculpture pottery ceramic canvas mural watercolor clay photograph poem poetry portrait gallery exhibit design
volunteer charity cause community help support activism | shelter donate donation fundraiser homeless orphanage tutor mentor campaign rights nonprofit foodbank cleanup
goal plan dream ambition future want hope | dream wish plan aim goal learn start open become travel save
fear challenge struggle difficulty obstacle setback worry | hard tough struggle setback lost fail injury stress afraid accident
achieve achievement accomplish award success win | won award medal trophy prize promotion finish graduate publish certificate championship contract
technology gadget device computer app tool software | laptop phone tablet camera robot code programming app website drone printer server
language speak learn | spanish french german italian japanese chinese mandarin portuguese english korean arabic russian
religion faith spiritual church belief | church god pray prayer bible temple mosque faith christian muslim jewish buddhist catholic
money finance financial budget cost | pay price dollar save loan debt rent bill salary invest investment bank tax
identity gender sexuality orientation | transgender gay lesbian queer lgbtq bisexual nonbinary transition pride
color colour | red blue green yellow purple pink orange black white brown gray
personality trait character describe attribute | kind caring thoughtful honest creative driven supportive brave patient loyal passionate strong authentic generous
friend friendship social people | friend buddy neighbor coworker roommate teammate classmate
symbol meaning symbolize represent remind mean | remind represent symbol mean stand
pet name | named called name
diet eat food | vegan vegetarian gluten sugar dairy keto kosher halal pescetarian meat lactose
allergy allergic avoid react | peanut nut shellfish pollen penicillin lactose gluten dust rash swell sneeze react
employer employ work job | contract offer hire office company startup boss colleague
garden plant grow | plant tomato flower seed harvest shed balcony vegetable rose tulip herb bean potato
deploy release ship rollout | deploy ship release helm docker kubernetes workflow pipeline rsync ssh
database data storage | postgres postgresql mysql sqlite mariadb redis mongodb duckdb cockroachdb table schema
indent indentation format style | tab space indent formatter linter prettier
injury hurt scan | crutch scan ligament toe disc sprain fracture knee wrist shoulder ankle diagnosis
travel trip visit place | flight land fly hotel suitcase passport airport train
sport train | row fence archery curl boulder polo judo hurdle sail dive
vehicle drive buy | moped scooter van estate bicycle tram
deadline due date | due submit hand deliver
afraid scare phobia | cannot stand height needle spider lift dark
`;

const members = new Map<string, Set<string>>();
for (const line of KINDS.trim().split('\n')) {
  const [heads = '', rest = ''] = line.split(' | ');
  const found = rest.split(' ').map(stem);
  for (const head of heads.split(' ').map(stem)) {
    const known = members.get(head) ?? new Set<string>();
    for (const member of found) if (member !== head) known.add(member);
    members.set(head, known);
  }
}

/** Stems of what is of a kind, when a stem names one. */
export function membersOf(term: string): ReadonlySet<string> | undefined {
  return members.get(term);
}
