import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { mendSearchBox } from './mend-search-box.js';
import './site.css';

export default {
  extends: DefaultTheme,
  enhanceApp() {
    if (!import.meta.env.SSR) mendSearchBox();
  },
} satisfies Theme;
