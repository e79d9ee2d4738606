import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** One turn of a LoCoMo conversation. */
export interface Turn {
  /** `D3:12`: session and place. */
  readonly id: string;
  readonly session: number;
  readonly speaker: string;
  readonly text: string;
  readonly saidAt: number;
}

export const KINDS = ['multi-hop', 'temporal', 'open-domain', 'single-hop', 'adversarial'] as const;

export interface Asked {
  readonly question: string;
  readonly answer: string;
  readonly kind: (typeof KINDS)[number];
  readonly evidence: readonly string[];
}

export interface Conversation {
  readonly name: string;
  readonly turns: readonly Turn[];
  /** Questions whose evidence lies in the turns. */
  readonly asked: readonly Asked[];
}

interface Raw {
  readonly [name: string]: unknown;
  readonly qa: readonly {
    question: string;
    answer?: unknown;
    adversarial_answer?: unknown;
    category: number;
    evidence: string[];
  }[];
}

/**
 * Reads the ten conversations of LoCoMo (Maharana et al., 2024) from a copy of its archive or of its one JSON file. The data may be
 * used for research only and is never a part of this repository.
 */
export function loadLocomo(path: string): readonly Conversation[] {
  if (!path.endsWith('.zip'))
    return (JSON.parse(readFileSync(path, 'utf8')) as Raw[]).map((raw, i) => read(`${i}`, raw));
  const list = execFileSync('unzip', ['-Z1', path], { encoding: 'utf8' });
  const names = list.split('\n').filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => {
    const text = execFileSync('unzip', ['-p', path, name], { encoding: 'utf8', maxBuffer: 2 ** 26 });
    return read(name.replace(/^.*\/|\.json$/g, ''), JSON.parse(text) as Raw);
  });
}

function read(name: string, raw: Raw): Conversation {
  const parts = (raw.conversation ?? raw) as Record<string, unknown>;
  const turns: Turn[] = [];
  for (let session = 1; parts[`session_${session}_date_time`] !== undefined; session++) {
    const said = timeOf(String(parts[`session_${session}_date_time`]));
    const lines = (parts[`session_${session}`] ?? []) as {
      speaker: string;
      dia_id: string;
      text: string;
      blip_caption?: string;
    }[];
    for (const [i, { speaker, dia_id, text, blip_caption }] of lines.entries()) {
      const shown = blip_caption ? `${text} [shares ${blip_caption}]` : text;
      turns.push({ id: dia_id, session, speaker, text: shown.trim() || '[shares a picture]', saidAt: said + i * 1000 });
    }
  }
  const ids = new Set(turns.map(({ id }) => id));
  const asked = raw.qa.flatMap(({ question, answer, adversarial_answer, category, evidence }) => {
    const found = [...new Set(evidence.flatMap((text) => text.match(/D\d+:\d+/g) ?? []))].filter((id) => ids.has(id));
    const kind = KINDS[category - 1];
    return kind && found.length > 0
      ? [{ question, answer: String(answer ?? adversarial_answer ?? ''), kind, evidence: found }]
      : [];
  });
  return { name, turns, asked };
}

/** `1:56 pm on 8 May, 2023`. */
function timeOf(text: string): number {
  const found = /(\d+):(\d+) (am|pm) on (\d+) (\w+), (\d+)/.exec(text);
  if (!found) throw new Error(`no time: ${text}`);
  const [, hour, minute, half, day, month, year] = found;
  const hours = (Number(hour) % 12) + (half === 'pm' ? 12 : 0);
  return Date.parse(`${day} ${month} ${year} ${String(hours).padStart(2, '0')}:${minute} UTC`);
}
