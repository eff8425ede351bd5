import type { Command } from "commander";
import { createColors } from "picocolors";
import { suggest } from "../../engine/suggest.ts";
import { rulePage } from "../../engine/report/rule-page.ts";
import { EXIT, UserError } from "../exit-codes.ts";
import { type Selection, selectionOptions } from "../options.ts";
import { writeReport } from "../output.ts";
import { loadAllRules } from "../select-rules.ts";
import { hasColor } from "../verdict.ts";

interface ExplainFlags extends Pick<Selection, "rules"> {
  readonly out?: string;
  readonly color?: boolean;
}

export function addExplain(program: Command): void {
  const command = program
    .command("explain")
    .description("Say why a rule is there, what fails it, how to fix it and how to waive it.")
    .argument("<id>", "the rule, as findings name it")
    .option("--out <file>", "write the page to a file instead of standard output")
    .option("--no-color", "no colours; also with NO_COLOR, or when the output is no terminal");
  for (const option of selectionOptions(["rules"])) command.addOption(option);
  command
    .addHelpText("after", "\nExample:\n  rampart explain rds-storage-encrypted")
    .action(async (id: string, flags: ExplainFlags) => {
      await explain(id, flags);
      process.exitCode = EXIT.clean;
    });
}

async function explain(id: string, flags: ExplainFlags): Promise<void> {
  const rules = await loadAllRules(flags.rules, process.cwd());
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) {
    const near = suggest(
      id,
      rules.map((one) => one.id),
    );
    throw new UserError(`no rule "${id}"${near}; \`rampart rules\` lists them`);
  }
  const page = rulePage(rule);
  await writeReport(hasColor(flags) ? colored(page) : page, flags.out);
}

/** Markdown reads well as it is; on a terminal headings stand out and fences step back. */
function colored(page: string): string {
  const colors = createColors(true);
  return page
    .split("\n")
    .map((line) => (/^#+ /.test(line) ? colors.bold(line) : line.startsWith("```") ? colors.dim(line) : line))
    .join("\n");
}
