import { Argument, type Command } from "commander";
import { SHELLS, type Shell, scriptFor } from "../completion/scripts.ts";
import { EXIT } from "../exit-codes.ts";
import { writeReport } from "../output.ts";

export function addCompletion(program: Command): void {
  program
    .command("completion")
    .description("Print the script by which a shell completes commands, options, stacks, environments and rules.")
    .addArgument(new Argument("<shell>", "the shell that is to complete").choices(SHELLS))
    .addHelpText(
      "after",
      `
The script asks the \`rampart\` on your PATH at each Tab, so that it fits whichever version that is.

Examples:
  source <(rampart completion bash)          in this shell; in ~/.bashrc for all (bash 4 or newer)
  source <(rampart completion zsh)           in ~/.zshrc, behind compinit
  rampart completion fish > ~/.config/fish/completions/rampart.fish`,
    )
    .action(async (shell: Shell) => {
      await writeReport(scriptFor(shell), undefined);
      process.exitCode = EXIT.clean;
    });
}
