import type { AwsKeys } from './aws-signature.js';
import { NoCredentials } from './passage.js';

/** Keys, what gives them, or `default`: where AWS's own tools look (environment, profiles, SSO, the machine's role). */
export type AwsCredentials = AwsKeys | (() => Promise<AwsKeys>) | 'default';

/** What gives the keys that hold now. */
export function awsKeys(credentials: AwsCredentials): () => Promise<AwsKeys> {
  if (credentials === 'default') return chained();
  return typeof credentials === 'function' ? credentials : async () => credentials;
}

/** The chain of the AWS SDK, which holds what it found and asks again before it runs out. */
function chained(): () => Promise<AwsKeys> {
  let chain: Promise<() => Promise<AwsKeys>> | undefined;
  const load = async () => {
    try {
      const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
      return defaultProvider() as () => Promise<AwsKeys>;
    } catch (error) {
      chain = undefined;
      if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
      throw new NoCredentials('the package @aws-sdk/credential-provider-node is not installed');
    }
  };
  return async () => {
    chain ??= load();
    return (await chain)();
  };
}
