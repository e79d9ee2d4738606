import type { NextConfig } from 'next';

export default {
  // Its vocabularies and grammars are files beside its code: it stays outside of the bundle.
  serverExternalPackages: ['@headroom/core'],
} satisfies NextConfig;
