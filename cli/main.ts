import { Command, CommanderError } from "commander";
import { RecordError } from "../engine/record/errors.ts";
import { EXIT, UserError } from "./exit-codes.ts";
import { version } from "./version.ts";

/** In the order of the help. Only the command that runs is loaded: all of them take longer than the smallest one runs. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  preview: async () => (await import("./commands/preview.ts")).addPreview,
  check: async () => (await import("./commands/check.ts")).addCheck,
  baseline: async () => (await import("./commands/baseline.ts")).addBaseline,
  diff: async () => (await import("./commands/diff.ts")).addDiff,
  graph: async () => (await import("./commands/graph.ts")).addGraph,
  parity: async () => (await import("./commands/parity.ts")).addParity,
  promote: async () => (await import("./commands/promote.ts")).addPromote,
  env: async () => (await import("./commands/env.ts")).addEnv,
  secrets: async () => (await import("./commands/secrets.ts")).addSecrets,
  doctor: async () => (await import("./commands/doctor.ts")).addDoctor,
  rules: async () => (await import("./commands/rules.ts")).addRules,
  explain: async () => (await import("./commands/explain.ts")).addExplain,
  coverage: async () => (await import("./commands/coverage.ts")).addCoverage,
};

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

const [, , first = ""] = process.argv;
for (const [name, load] of Object.entries(COMMANDS)) {
  // The help and an unknown command need all of them.
  if (name === first || !Object.hasOwn(COMMANDS, first)) (await load())(program);
}

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
