import { Command, CommanderError } from "commander";
import { addBaseline } from "./commands/baseline.ts";
import { addCheck } from "./commands/check.ts";
import { addCoverage } from "./commands/coverage.ts";
import { addDiff } from "./commands/diff.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addEnv } from "./commands/env.ts";
import { addExplain } from "./commands/explain.ts";
import { addGraph } from "./commands/graph.ts";
import { addParity } from "./commands/parity.ts";
import { addPreview } from "./commands/preview.ts";
import { addRules } from "./commands/rules.ts";
import { addSecrets } from "./commands/secrets.ts";
import { RecordError } from "../engine/record/errors.ts";
import { EXIT, UserError } from "./exit-codes.ts";
import { version } from "./version.ts";

const program = new Command("rampart")
  .description("Hardened platforms on AWS and Kubernetes, and the policy pack that keeps them so.")
  .version(version, "-V, --version", "print the version")
  .helpOption("-h, --help", "print this help")
  .helpCommand("help [command]", "print the help of a command")
  .showHelpAfterError("Run with --help to see what is allowed.")
  .showSuggestionAfterError(true)
  .enablePositionalOptions()
  .exitOverride()
  .addHelpText(
    "after",
    `
Exit codes: 0 clean · 1 violations · 2 undecided where that fails · 3 usage, settings or input · 4 the program failed · 70 a bug in Rampart · 130 interrupted`,
  );

addPreview(program);
addCheck(program);
addBaseline(program);
addDiff(program);
addGraph(program);
addParity(program);
addEnv(program);
addSecrets(program);
addDoctor(program);
addRules(program);
addExplain(program);
addCoverage(program);

// Leaving by exit() removes reports that are not whole yet.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(EXIT.interrupted));
// A reader that closes early, such as `| head`, is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(process.exitCode ?? EXIT.clean);
  throw error;
});

try {
  if (process.argv.length <= 2) program.outputHelp();
  else await program.parseAsync();
} catch (error) {
  const code = exitCodeOf(error);
  process.exitCode = code;
  // Programs may still be recording beside what failed; they end with this process, which must not wait for them.
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
}

function exitCodeOf(error: unknown): number {
  // Commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.usage;
  if (error instanceof UserError || error instanceof RecordError) {
    process.stderr.write(`rampart: ${error.message}\n`);
    return error.exitCode;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`rampart: this is a bug in Rampart, please report it with the lines below\n${detail}\n`);
  return EXIT.bug;
}
