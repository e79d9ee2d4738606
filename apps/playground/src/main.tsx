import { render } from 'preact';
import { App } from './app.js';
import '../../../packages/dashboard/src/page/look/base.css';
import '../../../packages/dashboard/src/page/look/session.css';
import '../../../packages/dashboard/src/page/look/request.css';
import '../../../packages/dashboard/src/page/look/narrow.css';
import './look.css';

const root = document.getElementById('app');
if (root) render(<App />, root);
