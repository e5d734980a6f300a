import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// The policy of the server forbids inline scripts and every other origin, so nothing is inlined into index.html.
export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1700 },
  server: { proxy: { '/api': 'http://127.0.0.1:8000', '/hub': 'http://127.0.0.1:8000', '/user': 'http://127.0.0.1:8000' } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
})
