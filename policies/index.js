// Plain JavaScript with a check of its own first: under an older Node the pack's TypeScript would die with a
// loader error that names neither the cause nor the cure.
import { createRequire } from "node:module";

const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  process.stderr.write(
    `rampart: the policy pack needs Node 24 or newer and was started with ${process.versions.node}; ` +
      "run Pulumi through `npm run pulumi -- …`, or put Node 24 first on PATH\n",
  );
  process.exit(1);
}

// Required, not imported: the engine's runner loads the pack synchronously and dies on a top-level await.
createRequire(import.meta.url)("./pack.ts");
