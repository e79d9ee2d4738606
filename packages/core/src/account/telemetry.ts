import type { Attributes, Counter, Histogram, MeterProvider, Tracer, TracerProvider } from '@opentelemetry/api';
import type { Saving } from './saving.js';

/** Where `@opentelemetry/api` 1.x keeps what a program registered, whichever copy of it registered. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');
const NAME = '@headroom/core';

interface Registered {
  readonly trace?: TracerProvider;
  readonly metrics?: MeterProvider;
}

interface Instruments {
  readonly provider: MeterProvider;
  readonly before: Counter;
  readonly saved: Counter;
  readonly retrieved: Counter;
  readonly duration: Histogram;
}

let instruments: Instruments | undefined;

function registered(): Registered {
  return (globalThis as unknown as Record<symbol, Registered | undefined>)[REGISTERED] ?? {};
}

function meters(): Instruments | undefined {
  const provider = registered().metrics;
  if (!provider || instruments?.provider === provider) return provider && instruments;
  const meter = provider.getMeter(NAME);
  const token = (description: string) => ({ unit: '{token}', description });
  instruments = {
    provider,
    before: meter.createCounter('headroom.tokens.before', token('Tokens of the texts before compression')),
    saved: meter.createCounter('headroom.tokens.saved', token('Tokens that compression left out')),
    retrieved: meter.createCounter('headroom.tokens.retrieved', token('Tokens of originals that were brought back')),
    duration: meter.createHistogram('headroom.compress.duration', { unit: 's', description: 'Time of a compression' }),
  };
  return instruments;
}

/** Names of the GenAI conventions where they have one. */
function attributesOf(operation: string, model: string | undefined, format?: string): Attributes {
  const provider = format && PROVIDERS[format];
  return {
    'gen_ai.operation.name': operation,
    ...(model === undefined ? {} : { 'gen_ai.request.model': model }),
    ...(provider ? { 'gen_ai.provider.name': provider } : {}),
  };
}

const PROVIDERS: Readonly<Record<string, string>> = {
  'openai-chat': 'openai',
  'openai-responses': 'openai',
  anthropic: 'anthropic',
  gemini: 'gcp.gen_ai',
};

/** Whether the program wants to hear of anything. */
export function isTraced(): boolean {
  const { trace, metrics } = registered();
  return trace !== undefined || metrics !== undefined;
}

/** A span and metrics of one call, under whatever span is active, where the program registered providers. */
export function traceSaving(saving: Saving, began: number): void {
  const attributes = attributesOf('compress', saving.model, saving.format);
  const tracer: Tracer | undefined = registered().trace?.getTracer(NAME);
  tracer
    ?.startSpan(`compress ${saving.model ?? ''}`.trim(), {
      startTime: began,
      attributes: {
        ...attributes,
        'headroom.tokens.before': saving.tokensBefore,
        'headroom.tokens.after': saving.tokensAfter,
        'headroom.tokens.saved': saving.tokensSaved,
        'headroom.texts.read': saving.textsRead,
        'headroom.texts.changed': saving.texts,
        'headroom.counter': saving.counter,
        'headroom.warnings': [...saving.warnings],
      },
    })
    .end(began + saving.milliseconds);
  const to = meters();
  to?.before.add(saving.tokensBefore, attributes);
  to?.saved.add(saving.tokensSaved, attributes);
  to?.duration.record(saving.milliseconds / 1000, attributes);
}

/** The tokens of an original that was brought back. */
export function traceRetrieval(tokens: number, model: string | undefined): void {
  meters()?.retrieved.add(tokens, attributesOf('retrieve', model));
}
