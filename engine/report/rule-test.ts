import { createColors } from "picocolors";
import { formatPointer } from "../../policies/pointer.ts";
import type { ContractCheck, ExampleResult } from "../../policies/rule-contract.ts";
import { printableLine } from "./_printable.ts";

/** What the test of one rule came to. */
export interface RuleTest {
  readonly rule: string;
  readonly file: string;
  readonly examples: readonly ExampleResult[];
  readonly checks: readonly ContractCheck[];
}

/** Faults of a check beyond these say nothing new. */
const MOST_FAULTS = 5;

export function isPassed({ examples, checks }: RuleTest): boolean {
  return examples.every(({ fault }) => fault === undefined) && checks.every(({ faults }) => faults.length === 0);
}

/** For people: a line for each example and each promise of the contract, and under one that fails what is wrong. */
export function renderRuleTests(tests: readonly RuleTest[], { color }: { readonly color: boolean }): string {
  const colors = createColors(color);
  const mark = (passed: boolean): string => (passed ? colors.green("✓") : colors.red("✗"));
  const blocks = tests.map(({ rule, file, examples, checks }) => {
    const lines = [`${colors.bold(rule)}  ${colors.dim(printableLine(file))}`];
    for (const example of examples) {
      lines.push(`  ${mark(example.fault === undefined)} ${example.kind.padEnd(9)}  ${printableLine(example.name)}`);
      if (example.fault !== undefined) lines.push(...detailsOf(example).map((text) => `      ${printableLine(text)}`));
    }
    for (const { name, faults } of checks) {
      lines.push(`  ${mark(faults.length === 0)} ${name}`);
      lines.push(...shortened(faults).map((fault) => `      ${printableLine(fault)}`));
    }
    return lines.join("\n");
  });
  const results = tests.flatMap(({ examples, checks }) => [
    ...examples.map(({ fault }) => fault === undefined),
    ...checks.map(({ faults }) => faults.length === 0),
  ]);
  const failed = results.filter((passed) => !passed).length;
  const rules = `${tests.length} ${tests.length === 1 ? "rule" : "rules"}`;
  const verdict =
    failed === 0
      ? `${mark(true)} ${rules}: all of ${results.length} checks hold`
      : `${mark(false)} ${rules}: ${failed} of ${results.length} checks do not hold`;
  return `${[...blocks, verdict].join("\n\n")}\n`;
}

function detailsOf({ expected, came, fault }: ExampleResult): string[] {
  const text = expected.message === undefined ? "" : ` with "${expected.message}"`;
  const at = expected.path === undefined ? "" : ` at ${placeOf(expected.path)}`;
  return [
    `expected  ${expected.verdict}${at}${text}`,
    ...(came === undefined
      ? []
      : came.issues.length === 0
        ? [`came      ${came.verdict}`]
        : came.issues.map(({ verdict, path, message }) => `came      ${verdict} at ${placeOf(path)}: ${message}`)),
    `          ${fault}`,
  ];
}

function placeOf(pointer: string): string {
  return formatPointer(pointer) || "the resource";
}

function shortened(faults: readonly string[]): readonly string[] {
  if (faults.length <= MOST_FAULTS) return faults;
  return [...faults.slice(0, MOST_FAULTS), `and ${faults.length - MOST_FAULTS} more; --format json lists all`];
}

/** For machines: everything, in the same order. */
export function renderRuleTestsJson(tests: readonly RuleTest[]): string {
  const rules = tests.map((test) => {
    const { rule, file } = test;
    const examples = test.examples.map(({ kind, name, expected, came, fault }) => {
      return { kind, name, passed: fault === undefined, expected, came, fault };
    });
    const checks = test.checks.map(({ name, faults }) => ({ name, passed: faults.length === 0, faults }));
    return { rule, file, passed: isPassed(test), examples, checks };
  });
  return `${JSON.stringify({ schemaVersion: 1, passed: tests.every(isPassed), rules }, undefined, 2)}\n`;
}
