import { defineConfig } from 'vite';
import react from '@vitejs/plugin-react';

// The server answers under /ui/, apart from the data plane's paths, and allows no inline script or style.
export default defineConfig({
  base: '/ui/',
  plugins: [react()],
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
