import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Route } from '../upstreams.js';
import type { Incoming } from '../wire/messages.js';
import { headerIn, type RawHeaders } from '../wire/raw-headers.js';
import { sendUpstream } from '../wire/send-upstream.js';
import type { Observed } from './metrics.js';

const NAME = '@headroom/proxy';

/** A request's span; without a tracer that a program registered, nothing. */
export interface Trace {
  /** Runs work under the span: what it starts is part of it. */
  run<T>(work: () => T): T;
  end(observed: Observed): void;
}

/** Begins the span of a request, under the client's own where its headers name one. What goes on to the provider is not told of it. */
export function beginTrace({ method, rawHeaders }: Incoming): Trace {
  const parent = propagation.extract(context.active(), rawHeaders, {
    get: (headers: RawHeaders, name) => headerIn(headers, name.toLowerCase()),
    keys: () => [],
  });
  const attributes = { 'http.request.method': method };
  const span = trace.getTracer(NAME).startSpan(method, { kind: SpanKind.SERVER, attributes }, parent);
  const own = trace.setSpan(parent, span);
  return {
    run: (work) => context.with(own, work),
    end(observed) {
      finish(span, observed, method);
    },
  };
}

function finish(span: Span, { upstream, outcome, status, tokensBefore, tokensAfter }: Observed, method: string): void {
  if (span.isRecording()) {
    span.updateName(`${method} ${upstream}`);
    span.setAttributes({
      'http.response.status_code': status,
      'headroom.upstream': upstream,
      'headroom.outcome': outcome,
      ...(tokensBefore > 0 && { 'headroom.tokens.before': tokensBefore, 'headroom.tokens.after': tokensAfter }),
    });
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

/** The same route, with a span for each request that goes on to the provider: retrieval may need several. */
export function traced(route: Route): Route {
  const { upstream, host, send = sendUpstream } = route;
  return {
    ...route,
    async send(pool, outbound) {
      const attributes = { 'http.request.method': outbound.method, 'server.address': host };
      const span = trace.getTracer(NAME).startSpan(`send ${upstream}`, { kind: SpanKind.CLIENT, attributes });
      try {
        const answer = await send(pool, outbound);
        span.setAttribute('http.response.status_code', answer.status);
        if (answer.status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
        return answer;
      } catch (error) {
        const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
        span.setAttribute('error.type', String(code ?? name ?? 'error').slice(0, 60));
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        // Until the head of the answer is there; its body may take minutes.
        span.end();
      }
    },
  };
}
