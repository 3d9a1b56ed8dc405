# The built gateway, which has in it all it depends on, run by an unprivileged user.
# Pinned to one Node release: the one that package.json pins for development.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
# The one who will run it: what Node has compiled is kept by user.
RUN chown node:node .
USER node
COPY --chown=node:node package.json package-lock.json ./
# The `node` package is a development dependency; the image brings its own Node.
RUN npm ci --ignore-scripts
COPY --chown=node:node . .
RUN npm run build

FROM node:24.21.0-bookworm-slim
# docs/configuration.md says what the limit of memory is for.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 NODE_OPTIONS=--max-old-space-size=896
WORKDIR /app
COPY --from=build /app/dist ./dist
USER node
EXPOSE 4000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process, so that SIGTERM reaches the drain.
CMD ["node", "dist/main.cjs"]
