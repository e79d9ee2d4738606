import { readdirSync, readFileSync } from 'node:fs';
import { conversation } from '../chat.js';
import { inRepo } from '../repo.js';
import type { Case } from './case.js';
import { contains, readings } from './contains.js';

/** A real tool output that is committed with the compressor of its kind. */
export interface Fixture {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly question: string;
  readonly facts: readonly string[];
}

const ROOMS = 'packages/core/src/compressors/';

function readFixture(kind: string, name: string): Fixture | undefined {
  const source = readFileSync(inRepo(`${ROOMS}${kind}/fixtures/${name}`), 'utf8');
  const end = source.indexOf('\n');
  if (!source.startsWith('#? ') || end < 0) return undefined;
  const [question = '', ...facts] = source.slice(3, end).split(' | ');
  return { id: `${kind}/${name.replace('.in.txt', '')}`, kind, text: source.slice(end + 1), question, facts };
}

/** All fixtures that say which facts must survive, in a fixed order. */
export function fixtures(): Fixture[] {
  return readdirSync(inRepo(ROOMS), { withFileTypes: true })
    .filter((room) => room.isDirectory())
    .map((room) => room.name)
    .sort()
    .flatMap((kind) => {
      let names: string[] = [];
      try {
        names = readdirSync(inRepo(`${ROOMS}${kind}/fixtures`));
      } catch {
        return [];
      }
      return names
        .filter((name) => name.endsWith('.in.txt'))
        .sort()
        .flatMap((name) => readFixture(kind, name) ?? []);
    });
}

/** Each fixture as what an agent's tool returned. Facts that are not in the text to begin with are left out. */
export function fixtureCases(): Case[] {
  return fixtures().map(({ id, kind, text, question, facts }) => {
    const there = readings(text);
    const kept = facts.filter((fact) => contains(there, fact));
    return {
      id,
      kind,
      question,
      messages: conversation(question, 'run', { command: `show ${id.slice(id.indexOf('/') + 1)}` }, text),
      facts: kept,
      found(after) {
        const texts = readings(after);
        return kept.map((fact) => contains(texts, fact));
      },
    };
  });
}
