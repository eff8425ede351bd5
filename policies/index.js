import module from "node:module";
import v8 from "node:v8";

// Plain JavaScript with a check of its own first: under an older Node the pack's TypeScript would die with a
// loader error that names neither the cause nor the cure.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  process.stderr.write(
    `rampart: the policy pack needs Node 24 or newer and was started with ${process.versions.node}; ` +
      "run Pulumi through `npm run pulumi -- …`, or put Node 24 first on PATH\n",
  );
  process.exit(1);
}

// Node keeps compiled code, and TypeScript with its types stripped, between runs, by content.
module.enableCompileCache();

// What is loaded here lives as long as the process: room for short-lived objects need not grow for it.
v8.setFlagsFromString("--semi-space-growth-factor=1");

// Imported when the check has passed, and not awaited: the engine's runner loads this file with `require`, which
// dies on a top-level await. A static import would be resolved before the check runs.
void start();

async function start() {
  // Before anything that loads the SDK.
  (await import("./seldom-used.ts")).loadWhenUsed();
  await import("./pack.ts");
  // Node's own value, for the resources to come.
  v8.setFlagsFromString("--semi-space-growth-factor=2");
  // The engine ends its plugins without letting them exit, and the cache would be written at the exit.
  module.flushCompileCache();
}
