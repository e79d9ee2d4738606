import { render } from 'preact';
import type { Explained } from '../routes/told.js';
import { App } from './app.js';
import { ExplainedView } from './explained-view.js';
import './look/base.css';
import './look/list.css';
import './look/session.css';
import './look/request.css';
import './look/narrow.css';

const root = document.getElementById('app');
const explained = document.getElementById('explained')?.textContent;
if (root) render(explained ? <ExplainedView explained={JSON.parse(explained) as Explained} /> : <App />, root);
