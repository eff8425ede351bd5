import { Command } from "commander";
import { printableLine } from "../../engine/report/_printable.ts";
import { COMMANDS } from "../command-table.ts";
import { type Completion, complete } from "../completion/complete.ts";
import { EXIT } from "../exit-codes.ts";
import { writeReport } from "../output.ts";

/** `rampart complete -- <words>`: what shells ask at each Tab. The last word is the one being written. */
export function addComplete(program: Command): void {
  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .action(async (words: string[]) => {
      await writeReport(await answer(words), undefined);
      process.exitCode = EXIT.clean;
    });
}

/** The kind of completion, then a candidate a line, with its description behind a tab. */
async function answer(words: readonly string[]): Promise<string> {
  const { kind, candidates } = await complete(words, commandNamed).catch((): Completion => {
    // A shell that completes is no place for a message: the command itself says what is wrong when it is run.
    return { kind: "values", candidates: [] };
  });
  const lines = candidates
    // A name that holds a line break would be two, and one with a control character would do something to the terminal.
    .filter(({ value }) => printableLine(value) === value)
    .map(({ value, about }) => (about === "" ? value : `${value}\t${printableLine(about)}`));
  return [kind, ...lines, ""].join("\n");
}

/** One command, as the command line knows it; none of the others is loaded. */
async function commandNamed(name: string): Promise<Command | undefined> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) return undefined;
  const program = new Command("rampart");
  (await load())(program);
  return program.commands.find((command) => command.name() === name);
}
