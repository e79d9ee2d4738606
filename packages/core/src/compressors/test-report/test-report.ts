import type { Compressor } from '../../model/compressor.js';
import { compressorOf } from '../../units/compressor-of.js';
import { isReport } from './read-report.js';
import { readReportUnits } from './read-units.js';

/** Reports of tests and coverage: JUnit, TRX and Cobertura XML, lcov. Failures, what never ran and totals stay whole. */
export function testReport(): Compressor {
  return compressorOf({
    name: 'test_report',
    ceiling: 0.97,
    match: ({ text }) => (isReport(text.slice(0, 4000)) ? 0.97 : 0),
    read: readReportUnits,
  });
}
