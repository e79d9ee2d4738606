/** A model of Anthropic, as each backend spells it. */
interface ModelRow {
  /** Anthropic's own name without its date. */
  readonly id: string;
  /** On Bedrock's runtime, without the prefix of an inference profile. */
  readonly bedrock: string;
  readonly vertex: string;
  readonly openrouter: string;
}

/**
 * Where spellings differ by more than the rules below: https://docs.claude.com/en/docs/about-claude/models, the model cards of Bedrock and
 * Vertex AI, openrouter.ai/models. Models since Claude 4.6 carry no date and follow the rules.
 */
const MODELS: readonly ModelRow[] = [
  row('claude-3-5-haiku', '20241022', 'claude-3.5-haiku'),
  row('claude-3-7-sonnet', '20250219', 'claude-3.7-sonnet'),
  row('claude-sonnet-4', '20250514', 'claude-sonnet-4'),
  row('claude-opus-4', '20250514', 'claude-opus-4'),
  row('claude-opus-4-1', '20250805', 'claude-opus-4.1'),
  row('claude-sonnet-4-5', '20250929', 'claude-sonnet-4.5'),
  row('claude-haiku-4-5', '20251001', 'claude-haiku-4.5'),
  row('claude-opus-4-5', '20251101', 'claude-opus-4.5'),
  {
    id: 'claude-opus-4-6',
    bedrock: 'anthropic.claude-opus-4-6-v1',
    vertex: 'claude-opus-4-6',
    openrouter: 'anthropic/claude-opus-4.6',
  },
];

function row(id: string, date: string, openrouter: string): ModelRow {
  return {
    id,
    bedrock: `anthropic.${id}-${date}-v1:0`,
    vertex: `${id}@${date}`,
    openrouter: `anthropic/${openrouter}`,
  };
}

/** Names that a user gives for what clients ask for. They come before everything else. */
export type ModelNames = Readonly<Record<string, string>>;

/** An inference profile of Bedrock: in which part of the world a model runs. `none` asks for the model of the region itself. */
export type BedrockProfile = 'us' | 'eu' | 'jp' | 'au' | 'apac' | 'us-gov' | 'global' | 'none';

const PROFILES: readonly (readonly [RegExp, BedrockProfile])[] = [
  [/^us-gov-/, 'us-gov'],
  [/^(?:us|ca)-/, 'us'],
  [/^eu-/, 'eu'],
  [/^ap-northeast-[13]$/, 'jp'],
  [/^ap-southeast-[24]$/, 'au'],
];

/** The profile that belongs to a region: its own part of the world where there is one, else `global`. */
export function profileOf(region: string): BedrockProfile {
  return PROFILES.find(([pattern]) => pattern.test(region))?.[1] ?? 'global';
}

/** On Bedrock's runtime. What is spelled as Bedrock spells it already, names of profiles and ARNs included, stays. */
export function bedrockModel(asked: string, profile: BedrockProfile, given: ModelNames = {}): string {
  const own = ownName(asked, given);
  if (own !== undefined) return own;
  if (!asked.startsWith('claude-')) return asked;
  const id = knownRow(asked)?.bedrock ?? `anthropic.${undated(asked)}`;
  return profile === 'none' ? id : `${profile}.${id}`;
}

/** On Bedrock's mantle, which has no dates and no profiles. */
export function mantleModel(asked: string, given: ModelNames = {}): string {
  return ownName(asked, given) ?? (asked.startsWith('claude-') ? `anthropic.${undated(asked)}` : asked);
}

export function vertexModel(asked: string, given: ModelNames = {}): string {
  const own = ownName(asked, given);
  if (own !== undefined || !asked.startsWith('claude-') || asked.includes('@')) return own ?? asked;
  return knownRow(asked)?.vertex ?? undated(asked);
}

const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/^claude-/, 'anthropic'],
  [/^(?:gpt-|chatgpt-|codex-|o\d)/, 'openai'],
  [/^gemini-/, 'google'],
];

/** On OpenRouter, where the maker stands before the name, and versions have points. */
export function openrouterModel(asked: string, given: ModelNames = {}): string {
  const own = ownName(asked, given);
  const maker = MAKERS.find(([pattern]) => pattern.test(asked))?.[1];
  if (own !== undefined || asked.includes('/') || maker === undefined) return own ?? asked;
  if (maker !== 'anthropic') return `${maker}/${asked}`;
  return knownRow(asked)?.openrouter ?? `anthropic/${undated(asked).replace(/(\d)-(\d{1,2})$/, '$1.$2')}`;
}

/** Where a name is what its owner called it: a deployment on Azure. */
export function ownModel(asked: string, given: ModelNames = {}): string {
  return ownName(asked, given) ?? asked;
}

function ownName(asked: string, given: ModelNames): string | undefined {
  return Object.hasOwn(given, asked) ? given[asked] : undefined;
}

function undated(asked: string): string {
  return asked.replace(/(?:-20\d{6}|-latest|-0)$/, '');
}

function knownRow(asked: string): ModelRow | undefined {
  const id = undated(asked);
  return MODELS.find((known) => known.id === id);
}
