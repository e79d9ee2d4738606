import { NAMES, SMALL_TALK, TOPICS, type Topic } from './material.js';
import { type Chance, chance } from './random.js';

export interface MadeTurn {
  readonly id: string;
  readonly session: string;
  readonly speaker: string;
  readonly text: string;
  readonly saidAt: number;
}

export interface MadeQuestion {
  readonly question: string;
  /** Turns that hold the answer: all are needed. */
  readonly evidence: readonly string[];
  readonly kind: 'one' | 'several' | 'nothing';
}

export interface MadeConversation {
  readonly name: string;
  readonly turns: readonly MadeTurn[];
  readonly questions: readonly MadeQuestion[];
}

const DAY = 86_400_000;
const SESSIONS = 8;
const TOPICS_EACH = 5;

/** Sixty conversations of two people over some months, with five questions each, the same every time. */
export function madeConversations(many = 60): readonly MadeConversation[] {
  return Array.from({ length: many }, (_, i) => madeConversation(i));
}

interface Planted {
  readonly who: string;
  readonly topic: Topic;
  readonly value: string;
  readonly session: number;
}

function madeConversation(index: number): MadeConversation {
  const luck = chance(1000 + index);
  const [first = '', second = ''] = luck.some(NAMES, 2);
  const topics = luck.some(TOPICS, TOPICS_EACH + 3);
  const planted = topics.flatMap((topic, t): Planted[] => {
    const who = t % 2 === 0 ? first : second;
    const several = topic.many && t < TOPICS_EACH;
    const values = luck.some(topic.values, several ? 2 : 1);
    return values.map((value, v) => ({ who, topic, value, session: (t * 3 + v * 4 + luck.below(2)) % SESSIONS }));
  });
  const turns: MadeTurn[] = [];
  const evidence = new Map<Planted, string>();
  for (let session = 0; session < SESSIONS; session++) {
    const start = Date.UTC(2025, 0, 6) + session * 17 * DAY + luck.below(5) * DAY;
    const say = (speaker: string, text: string) => {
      const id = `${session}:${turns.length}`;
      turns.push({ id, session: `s${session}`, speaker, text, saidAt: start + turns.length * 60_000 });
      return id;
    };
    for (const one of planted.filter((fact) => fact.session === session)) {
      chat(luck, say, first, second);
      const other = one.who === first ? second : first;
      if (one.topic.before && luck.below(2) === 0) say(other, luck.one(one.topic.before));
      evidence.set(one, say(one.who, luck.one(one.topic.told).replace('{}', one.value)));
    }
    chat(luck, say, first, second);
  }
  return { name: `made-${index}`, turns, questions: questionsOf(luck, planted, topics, evidence) };
}

function chat(luck: Chance, say: (speaker: string, text: string) => string, first: string, second: string): void {
  for (const [i, text] of luck.some(SMALL_TALK, 4 + luck.below(5)).entries()) say(i % 2 === 0 ? first : second, text);
}

function questionsOf(
  luck: Chance,
  planted: readonly Planted[],
  topics: readonly Topic[],
  evidence: ReadonlyMap<Planted, string>,
): MadeQuestion[] {
  return topics.slice(0, TOPICS_EACH).map((topic) => {
    const facts = planted.filter((fact) => fact.topic === topic);
    const several = facts.length > 1 && topic.many;
    const question = several ? several.asked : luck.one(topic.asked);
    return {
      question: question.replace('{who}', facts[0]?.who ?? ''),
      evidence: facts.map((fact) => evidence.get(fact) as string),
      kind: several ? 'several' : 'one',
    };
  });
}
