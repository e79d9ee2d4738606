/**
 * The headline scenario: 100 production log entries as JSON, one fatal error at position 67, four facts to find. Made up from a
 * fixed recipe, so every run sees the same entries.
 */
export function needleLogs(): string {
  const services = ['api-gateway', 'user-service', 'inventory', 'auth', 'payment-gateway'];
  const messages = [
    'Request processed successfully',
    'Cache hit for session lookup',
    'Health check passed',
    'Connection returned to pool',
  ];
  const start = Date.UTC(2026, 0, 6, 9, 0, 0);
  const entries = Array.from({ length: 100 }, (_, i) => {
    const service = services[(i * 7) % services.length];
    const entry = {
      timestamp: new Date(start + i * 1000).toISOString(),
      level: 'INFO',
      service,
      message: `${messages[(i * 3) % messages.length]} - request_id=req-${(i * 7919 + 100_000).toString(16)}`,
      request_id: `req-${(i * 7919 + 100_000).toString(16)}`,
      duration_ms: 20 + ((i * 37) % 60),
      status_code: 200,
      metadata: { host: `prod-${(i % 4) + 1}`, region: 'eu-central-1', version: '2.14.3' },
    };
    if (i !== 66) return entry;
    return {
      ...entry,
      level: 'FATAL',
      service: 'payment-gateway',
      message: 'Connection pool exhausted: all 100 connections in use, 1,847 transactions affected',
      error_code: 'PG-5523',
      resolution: 'Increase max_connections to 500 in config/database.yml and restart',
      status_code: 503,
    };
  });
  return JSON.stringify(entries, null, 2);
}
