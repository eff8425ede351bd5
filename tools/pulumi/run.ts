import { spawn } from "node:child_process";
import { pulumiOnPath } from "./cli.ts";

// `npm run pulumi -- ARGS`: the CLI on PATH, with the pinned Node first on PATH, because the program and the
// policy pack are TypeScript that only Node 24 runs as it is.
const cli = pulumiOnPath();
if (cli === undefined) {
  process.stderr.write("rampart: no Pulumi CLI on PATH; install it (3.232 or newer), then run this again\n");
  process.exit(3);
}
const child = spawn(cli, process.argv.slice(2), { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal === null ? (code ?? 1) : 130));
