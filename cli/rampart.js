#!/usr/bin/env node
// Plain JavaScript with a check of its own first: an older Node dies on TypeScript with a loader error that names
// neither the cause nor the cure.
const OLDEST_NODE = 24;
if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
  process.stderr.write(
    `rampart: needs Node ${OLDEST_NODE} or newer and was started with ${process.versions.node}; ` +
      `put Node ${OLDEST_NODE} first on PATH, or run it through npm where the project pins one\n`,
  );
  process.exit(3);
}

// Not a static import, which would be resolved before the check runs.
await import("./bin.ts");
