/** Every system in every environment in one command, against the slowest of them alone. */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import runs from "../rampart.runs.ts";
import { pair } from "./_paired.ts";
import { measureProcess } from "./_process.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const cores = availableParallelism();
const preview = (args: readonly string[]) => () =>
  measureProcess({ command: [process.execPath, "cli/rampart.js", "preview", ...args, "--quiet"], cwd: root });

await pair({
  title: `all ${runs.length} environments against the largest alone, on ${cores} cores`,
  target: `≤ ${((2 * runs.length) / cores).toFixed(0)} ×`,
  a: { name: "rampart preview --all", run: preview(["--all"]) },
  // About as many resources as the largest of the others.
  b: { name: "rampart preview prod", run: preview(["prod"]) },
});
