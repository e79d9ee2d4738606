/** What the model of the examples is after: the one failed deploy among many. */
export const CULPRIT = 'dep-0217';

const SERVICES = ['checkout', 'search', 'catalog', 'profile', 'payments'];

/** Three hundred deploys as a tool would return them, about 30 kB of JSON; one failed. */
export function deploys(): string {
  return JSON.stringify(
    Array.from({ length: 300 }, (_, index) => {
      const failed = index === 217;
      return {
        id: `dep-${String(index).padStart(4, '0')}`,
        service: SERVICES[index % SERVICES.length],
        region: index % 2 === 0 ? 'eu-west-1' : 'us-east-1',
        status: failed ? 'failed' : 'succeeded',
        seconds: 60 + ((index * 37) % 55),
        ...(failed && { error: 'migration 0042 timed out waiting for a lock' }),
      };
    }),
  );
}
