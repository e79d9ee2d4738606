import { survivalTables } from './report/survival-tables.js';
import { survival } from './survival/survival.js';

console.log(survivalTables(await survival()));
