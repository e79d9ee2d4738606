/**
 * What the made conversations are of. Each topic tells a fact in several ways and asks for it in others; `{}` stands for the value.
 * Written for this repository.
 */
export interface Topic {
  readonly name: string;
  readonly values: readonly string[];
  readonly told: readonly string[];
  readonly asked: readonly string[];
  /** What the other side says or asks before. */
  readonly before?: readonly string[];
  /** One speaker can have several: a question for all of them needs more than one turn. */
  readonly many?: { readonly asked: string };
}

export const TOPICS: readonly Topic[] = [
  {
    name: 'pet',
    values: [
      'a beagle called Bruno',
      'two goldfish',
      'a grey parrot named Kiwi',
      'a tabby cat called Olive',
      'a tortoise named Speedy',
    ],
    told: [
      'We finally adopted {} from the shelter.',
      'Guess who moved in with us: {}!',
      'My days start early now because of {}.',
    ],
    asked: ['Which animal lives with {who}?', 'What pet did {who} adopt?', 'Does {who} keep any pets?'],
  },
  {
    name: 'allergy',
    values: ['peanuts', 'shellfish', 'penicillin', 'cat hair', 'birch pollen'],
    told: [
      'The clinic confirmed that I react badly to {}.',
      'No {} for me, my throat swells up.',
      'I have to carry a pen because of {}.',
    ],
    asked: ['What is {who} allergic to?', 'Is there something that {who} must avoid for health reasons?'],
    before: ['Did the doctor find out what it was?', 'Any news from the allergy test?'],
  },
  {
    name: 'instrument',
    values: ['the cello', 'the accordion', 'the ukulele', 'the trumpet', 'the harp'],
    told: [
      'I took up {} again after ten years.',
      'My neighbours suffer, I practise {} every evening.',
      'Lessons for {} start next Tuesday.',
    ],
    asked: ['Which instrument does {who} play?', 'What is {who} learning to play?'],
  },
  {
    name: 'trip',
    values: ['Lisbon', 'the Faroe Islands', 'Kyoto', 'Marrakesh', 'Patagonia', 'Tallinn', 'Zanzibar'],
    told: [
      'We spent nine days in {}, mostly on foot.',
      'Just landed, {} was worth every hour of the flight.',
      'The photos from {} are on the shared drive.',
    ],
    asked: ['Where did {who} travel?', 'Which place did {who} visit on holiday?'],
    before: ['You were away for ages, where did you go?', 'How was the holiday?'],
    many: { asked: 'Which places has {who} travelled to?' },
  },
  {
    name: 'job',
    values: [
      'the tax office',
      'a bakery in the old town',
      'the port authority',
      'a robotics startup',
      'the city library',
    ],
    told: [
      'I signed the contract with {} yesterday.',
      'My first week at {} is over and I am exhausted.',
      'They made me an offer: I begin at {} in spring.',
    ],
    asked: ['Where does {who} work?', 'Who is the new employer of {who}?'],
  },
  {
    name: 'deploy',
    values: [
      'Kamal over ssh',
      'a GitHub workflow on tags',
      'helm upgrade from the laptop',
      'rsync and a prayer',
      'Nomad jobs',
    ],
    told: [
      'Releases go out with {}, never on a Friday.',
      'For the shop we ship with {}.',
      'The runbook says to deploy with {}.',
    ],
    asked: ['How does {who} deploy the shop?', 'What is used by {who} to ship releases?'],
  },
  {
    name: 'database',
    values: [
      'Postgres 16 on port 5544',
      'a MariaDB cluster',
      'SQLite in WAL mode',
      'CockroachDB in three regions',
      'DuckDB files',
    ],
    told: [
      'The orders live in {}.',
      'We moved the orders to {} last sprint.',
      'Careful, the orders table is in {} now.',
    ],
    asked: ['Where does {who} keep the orders?', 'Which database holds the orders of {who}?'],
  },
  {
    name: 'deadline',
    values: ['the 14th of June', 'the last Friday in March', 'week 42', 'the 3rd of November', 'the day before Easter'],
    told: ['The audit report is due on {}.', 'Finance wants the audit by {}.', 'Mark {}: the audit has to be in.'],
    asked: ['When is the audit of {who} due?', 'By when must {who} hand in the audit report?'],
  },
  {
    name: 'diet',
    values: ['vegan', 'gluten free', 'without sugar', 'pescetarian', 'kosher'],
    told: [
      'I have been eating {} since January.',
      'At the dinner, mine is the {} plate.',
      'We cook {} at home these days.',
    ],
    asked: ['What does {who} eat, is there a diet to respect?', 'How should the dinner for {who} be cooked?'],
  },
  {
    name: 'sport',
    values: ['fencing', 'rowing', 'bouldering', 'water polo', 'archery', 'curling'],
    told: ['Signed up for {} on Wednesdays.', 'My shoulders ache from {}.', 'Our club won the regional cup in {}.'],
    asked: ['Which sport does {who} do?', 'What does {who} train for?'],
    many: { asked: 'Which sports has {who} taken part in?' },
  },
  {
    name: 'car',
    values: ['a rusty Volvo estate', 'an electric van', 'a red moped', 'a cargo bike', 'a second-hand Twingo'],
    told: ['I get around in {} now.', 'Bought {} from my cousin for very little.', 'The parking fine was for {}.'],
    asked: ['What vehicle does {who} drive?', 'Which vehicle did {who} buy?'],
  },
  {
    name: 'book',
    values: ['The Glass Orchard', 'Salt Roads', 'A History of Hinges', 'Nine Quiet Winters', 'The Mapmaker of Tarn'],
    told: ['Stayed up until three to finish {}.', 'Our reading circle picked {}.', 'You should borrow my copy of {}.'],
    asked: ['Which book did {who} read?', 'What novel is {who} talking about?'],
    many: { asked: 'Which books has {who} read?' },
  },
  {
    name: 'child',
    values: ['Ida', 'Mateo', 'Zuzanna', 'Kofi', 'Linnea'],
    told: [
      'My daughter {} lost her first tooth.',
      'Little {} starts school after the summer.',
      '{} turned six, the flat is full of balloons.',
    ],
    asked: ['What is the name of the child of {who}?', 'Who is the kid of {who}?'],
  },
  {
    name: 'editor',
    values: [
      'tabs, eight wide',
      'two spaces',
      'four spaces, no tabs',
      'whatever the formatter says',
      'tabs in Go only',
    ],
    told: [
      'In my projects we indent with {}.',
      'Please indent with {}, the linter shouts otherwise.',
      'House style here: {} for indentation.',
    ],
    asked: ['How does {who} want code to be indented?', 'Which indentation does {who} prefer?'],
  },
  {
    name: 'fear',
    values: ['heights', 'lifts', 'speaking on a stage', 'deep water', 'needles'],
    told: [
      'I froze again, {} just get me.',
      'You will laugh, but I cannot stand {}.',
      'My therapist and I work on {}.',
    ],
    asked: ['What is {who} afraid of?', 'Which fear does {who} have?'],
  },
  {
    name: 'garden',
    values: ['kohlrabi', 'quinces', 'black tomatoes', 'hops', 'artichokes'],
    told: [
      'The balcony gave us a whole basket of {}.',
      'This year only the {} survived the slugs.',
      'I planted {} behind the shed.',
    ],
    asked: ['What grows in the garden of {who}?', 'What did {who} plant?'],
  },
  {
    name: 'injury',
    values: [
      'a torn ligament in the left knee',
      'two broken toes',
      'a slipped disc',
      'a sprained wrist',
      'tennis elbow',
    ],
    told: ['Turns out it is {}, six weeks of rest.', 'The scan shows {}.', 'I am on crutches, the diagnosis is {}.'],
    asked: ['What injury does {who} have?', 'What did the scan of {who} show?'],
    before: ['What did they say at the hospital?', 'Is it broken?'],
  },
  {
    name: 'gift',
    values: ['a brass compass', 'a hand-knitted scarf', 'concert tickets', 'a box of saffron', 'a first edition'],
    told: ['My sister surprised me with {}.', 'I unwrapped {} and nearly cried.', 'The whole team chipped in for {}.'],
    asked: ['Which present did {who} get?', 'What gift was given to {who}?'],
  },
];

export const NAMES = [
  'Amara',
  'Bjorn',
  'Chiara',
  'Devi',
  'Emeka',
  'Farah',
  'Goran',
  'Hana',
  'Ilse',
  'Jonas',
  'Kamila',
  'Luca',
  'Mireille',
  'Nadir',
  'Odile',
  'Pavel',
  'Quentin',
  'Rosa',
  'Soren',
  'Tomasz',
  'Ulla',
  'Viktor',
  'Wanda',
  'Yusuf',
] as const;

/** Talk that says nothing worth keeping. */
export const SMALL_TALK: readonly string[] = [
  'Hey, good to hear from you!',
  'Same here, what a week.',
  'The rain does not stop, does it?',
  'Ha, I know what you mean.',
  'Sorry, I was in a meeting.',
  'My coffee machine gave up this morning.',
  'Let us talk about it on Thursday.',
  'That sounds like a plan.',
  'I still have to call the plumber.',
  'The trams are on strike again.',
  'Did you watch the match yesterday?',
  'No, I fell asleep.',
  'Can you send me the link once more?',
  'Sure, it is in your mailbox.',
  'My phone is at three percent.',
  'Back in a minute.',
  'Somebody parked in front of the gate.',
  'I should really clean the kitchen.',
  'The new neighbours are very loud.',
  'Well, good luck with that.',
  'We ran out of printer paper.',
  'It is far too warm in here.',
  'I found my old notebook.',
  'Do you need anything from the shop?',
  'Milk, if you pass by.',
  'The stairs were just painted.',
  'Nobody told me about the fire drill.',
  'My back hurts from the chair.',
  'I will be late, start without me.',
  'Take care and talk soon.',
];
