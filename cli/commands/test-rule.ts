import type { Command } from "commander";
import { type RuleTest, isPassed, renderRuleTests, renderRuleTestsJson } from "../../engine/report/rule-test.ts";
import { contractChecks, exampleResults } from "../../policies/rule-contract.ts";
import { rules as builtIn } from "../../policies/rules/index.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { refuseUnwritable, writeReport } from "../output.ts";
import { type PrintFlags, printOptions } from "../print-options.ts";
import { loadOwnRules, matching } from "../read-own-rules.ts";
import { hasColor } from "../verdict.ts";
import { below } from "../help.ts";

export function addTestRule(program: Command): void {
  const command = program
    .command("test-rule")
    .description("Run the examples of rules of your own, and hold the rules to what the engines rely on.")
    .argument("<files...>", "files that export rules, or globs of them");
  for (const option of printOptions("print nothing where everything holds")) command.addOption(option);
  command
    .addHelpText(
      "after",
      below(
        {
          prose:
            "An example passes when the rule gives its verdict, at its path and with its message. Beside the examples every rule must be documented, take no unknown for safe, survive inputs of any shape, answer the same again, quote no secret, and remediate only what is not set.",
        },
        { examples: ["rampart test-rule rampart.rules.ts", "rampart test-rule 'rules/*.ts' --format json"] },
      ),
    )
    .action(async (files: string[], flags: PrintFlags) => {
      process.exitCode = await testRules(files, flags);
    });
}

async function testRules(given: readonly string[], flags: PrintFlags): Promise<ExitCode> {
  refuseUnwritable([{ file: flags.out, flag: `--out ${flags.out}` }]);
  const files = given.flatMap((one) => matching(one, "test-rule"));
  const rules = await loadOwnRules(files, builtIn);
  const tests = rules.map((rule): RuleTest => {
    return { rule: rule.id, file: rule.file ?? "", examples: exampleResults(rule), checks: contractChecks(rule) };
  });
  const code = tests.every(isPassed) ? EXIT.clean : EXIT.violations;
  // Noted before anything is printed: a reader that closes early ends the process.
  process.exitCode = code;
  if (flags.format === "json") await writeReport(renderRuleTestsJson(tests), flags.out);
  else if (flags.quiet !== true || flags.out !== undefined || code !== EXIT.clean) {
    await writeReport(renderRuleTests(tests, { color: hasColor(flags) }), flags.out);
  }
  return code;
}
