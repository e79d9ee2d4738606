import type { BodyReport } from '@headroom/core/http';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What became of a request. */
export type Outcome = 'compressed' | 'unchanged' | 'skipped' | 'passed' | 'refused' | 'failed';

/** One request when it is over. */
export interface Observed {
  readonly upstream: string;
  readonly outcome: Outcome;
  readonly status: number;
  /** Seconds until the request went on to the provider. */
  readonly ownSeconds: number | undefined;
  /** Seconds from the request to the head of the answer. */
  readonly headSeconds: number;
  readonly seconds: number;
  readonly tokensBefore: number;
  readonly tokensAfter: number;
}

/** Figures for Prometheus. Their labels are names of ours and of upstreams: as many as there are of these, whatever is asked. */
export interface Metrics {
  begin(): void;
  end(observed: Observed): void;
  /** A request in a frame of a WebSocket, and the seconds it was held. */
  frame(upstream: string, report: BodyReport, seconds: number): void;
  /** A frame that did not go on. */
  refused(upstream: string): void;
  text(): Promise<string>;
  readonly contentType: string;
}

const FINE = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
const COARSE = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  const named = (name: string, help: string, ...labelNames: string[]) => ({
    name: `headroom_proxy_${name}`,
    help,
    labelNames,
    registers,
  });
  const open = new Gauge(named('requests_open', 'Requests under way'));
  const requests = new Counter(named('requests_total', 'Requests that are over', 'upstream', 'outcome', 'status'));
  const tokens = new Counter(
    named('tokens_total', 'Tokens of conversations as they came and as they were sent', 'upstream', 'side'),
  );
  const own = new Histogram({ ...named('own_seconds', 'Time until a request went on', 'outcome'), buckets: FINE });
  const head = new Histogram({
    ...named('head_seconds', 'Time to the head of the answer', 'upstream'),
    buckets: COARSE,
  });
  const whole = new Histogram({
    ...named('request_seconds', 'Time to the end of the answer', 'upstream'),
    buckets: COARSE,
  });
  return {
    begin: () => open.inc(),
    end({ upstream, outcome, status, ownSeconds, headSeconds, seconds, tokensBefore, tokensAfter }) {
      open.dec();
      requests.inc({ upstream, outcome, status: `${Math.floor(status / 100)}xx` });
      if (ownSeconds !== undefined) own.observe({ outcome }, ownSeconds);
      head.observe({ upstream }, headSeconds);
      whole.observe({ upstream }, seconds);
      if (tokensBefore > 0) tokens.inc({ upstream, side: 'before' }, tokensBefore);
      if (tokensAfter > 0) tokens.inc({ upstream, side: 'after' }, tokensAfter);
    },
    frame(upstream, report, seconds) {
      requests.inc({ upstream, outcome: report.outcome, status: 'frame' });
      own.observe({ outcome: report.outcome }, seconds);
      if (!('tokensBefore' in report)) return;
      tokens.inc({ upstream, side: 'before' }, report.tokensBefore);
      tokens.inc({ upstream, side: 'after' }, report.tokensAfter);
    },
    refused: (upstream) => requests.inc({ upstream, outcome: 'refused', status: 'frame' }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
