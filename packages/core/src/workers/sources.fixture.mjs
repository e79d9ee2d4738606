/** A thread on the sources, for tests. */
import { register } from 'tsx/esm/api';

register();
const { work } = await import('./work.ts');
export default work;
