import babel from '@rolldown/plugin-babel';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The gateway. The page asks its own server, which asks the gateway: one origin, so neither CORS nor a second address. */
const gateway = process.env.GATEWAY_URL ?? 'http://127.0.0.1:4000';

/** `Host` stays as the browser sent it, because the gateway compares it with `Origin`. */
const proxy = { '/graphql': { target: gateway, ws: true, changeOrigin: false } };

/** Pictures and videos come from wherever Pictory keeps them; all else is the page's own. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src https: http: data:',
  'media-src https: http: data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export default defineConfig({
  // Relay's plugin turns graphql`…` into an import of what its compiler has made of it.
  plugins: [babel({ plugins: [['babel-plugin-relay', { eagerEsModules: true }]] }), react()],
  server: { host: '127.0.0.1', port: 5173, proxy },
  preview: {
    host: '127.0.0.1',
    port: 5173,
    proxy,
    headers: { 'content-security-policy': contentSecurityPolicy, 'referrer-policy': 'no-referrer' },
  },
  build: {
    target: 'es2023',
    // Libraries change less often than the page: in a file of their own they stay in the browser's cache.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'libraries', test: /node_modules/ }] } } },
  },
});
