import type { Command } from "commander";
import type { ExitCode } from "../exit-codes.ts";
import { selectionOptions } from "../options.ts";
import { type PreviewFlags, previewProgram } from "../preview-program.ts";
import { reportOptions, reporting, writeRun } from "../reports.ts";

export function addPreview(program: Command): void {
  const command = program
    .command("preview")
    .description(
      "Record the program offline, run the policy pack over it, and print what would be built and what is wrong.",
    )
    .argument("[stacks...]", "stacks to preview; default: every stack that has a config file")
    .option("--program <folder>", "folder of the Pulumi program", ".")
    .option("--all", "everything that rampart.runs.ts beside the program lists, such as every system and environment")
    .option("--watch", "judge again at every change of a file, and tell what it mended and what it broke");
  for (const option of [...reportOptions(), ...selectionOptions()]) command.addOption(option);
  command
    .addHelpText(
      "after",
      `
Examples:
  rampart preview                          every stack of the program in this folder
  rampart preview prod --no-strict         one stack; undecided findings do not fail
  rampart preview --all --quiet            every system and environment; quiet where all is well
  rampart preview --program ../shop --format json --out preview.json
  rampart preview --report sarif=rampart.sarif --report markdown=comment.md --report junit=junit.xml
  rampart preview --baseline rampart.baseline.json
  rampart preview staging --watch          again at every change, until Ctrl-C
  rampart preview staging --rule rds-storage-encrypted --config aws:region=eu-west-1`,
    )
    .action(async (stacks: string[], flags: PreviewFlags & { readonly watch?: boolean }) => {
      if (flags.watch === true) return (await import("../watch/watch.ts")).watchProgram(stacks, flags);
      process.exitCode = await reporting(flags, () => preview(stacks, flags));
    });
}

async function preview(names: readonly string[], flags: PreviewFlags): Promise<ExitCode> {
  const { run, code } = await previewProgram(names, flags);
  // Noted before anything is printed: a reader that closes early ends the process.
  process.exitCode = code;
  await writeRun(run, flags);
  return code;
}
