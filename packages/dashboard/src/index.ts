export { type BookOptions, SessionBook } from './book/book.js';
export { Feed, type FeedOptions } from './book/feed.js';
export type {
  AskedBack,
  Happening,
  Listed,
  ListedSession,
  Money,
  SessionName,
  SessionRecord,
  Step,
  TextLine,
  TextSum,
} from './book/record.js';
export { explainedPage } from './explained.js';
export { createDashboard, DASHBOARD_PATH, type Dashboard, type DashboardOptions } from './routes/dashboard.js';
export type { OpenedText, SessionsTold } from './routes/told.js';
export type { ExplainedRequest } from './tell-request.js';
