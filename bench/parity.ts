/** The proof for every system that staging is prod, in one command, against the import of the SDKs that each recording needs. */
import { fileURLToPath } from "node:url";
import { importOfSdks } from "./_imports.ts";
import { pair } from "./_paired.ts";
import { measureProcess } from "./_process.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

await pair({
  title: "parity of all systems against the import of the SDKs",
  target: "≤ 15 s on two cores that are otherwise quiet",
  a: {
    name: "rampart parity prod staging",
    run: () =>
      measureProcess({
        command: [process.execPath, "cli/rampart.js", "parity", "prod", "staging", "--quiet"],
        cwd: root,
      }),
  },
  b: importOfSdks,
});
