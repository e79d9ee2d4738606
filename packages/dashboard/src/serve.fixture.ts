import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SharedStore } from '@headroom/core';
import { createDashboard, type DashboardOptions } from './routes/dashboard.js';

export const TOKEN = 'a-token-of-a-service-0123456789';

/** A dashboard on loopback, and how it is reached. */
export async function serveDashboard(store: SharedStore, more: Partial<DashboardOptions> = {}) {
  const dashboard = createDashboard({ store, token: TOKEN, texts: true, ...more });
  const server = createServer((request, response) => {
    if (!dashboard.answer(request, response)) response.writeHead(404).end('not the dashboard');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    dashboard,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
