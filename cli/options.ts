import { Option } from "commander";
import { LEVELS } from "../policies/levels.ts";
import { UserError } from "./exit-codes.ts";
import type { FileInUse } from "./rampart-file/read.ts";

/** Values of the flags that select what is evaluated and how. One table: a flag means the same in every command. */
export interface Selection {
  readonly profile?: (typeof PROFILES)[number];
  readonly rule?: readonly string[];
  readonly rules?: readonly string[];
  readonly level?: readonly string[];
  readonly environment?: string;
  readonly strict?: boolean;
  readonly mode: (typeof MODES)[number];
  readonly fixtures?: string;
  readonly config?: readonly string[];
  readonly waivers?: string | false;
  readonly policyConfig?: string;
  readonly baseline?: string;
  readonly timeout: number;
  /** The rampart.yaml that filled in what the command line left open. */
  readonly inUse?: FileInUse;
}

export const PROFILES = ["baseline", "extended"] as const;
export const MODES = ["simulate", "preview"] as const;
export const DEFAULT_TIMEOUT_SECONDS = 300;
export const LONGEST_TIMEOUT_SECONDS = 3600;

/** The options of the table, or those that apply to a command: what does not apply is refused as unknown. */
export function selectionOptions(applying?: readonly (keyof Selection)[]): Option[] {
  const wanted: ReadonlySet<string> | undefined = applying && new Set(applying);
  return allOptions().filter((option) => wanted?.has(option.attributeName()) ?? true);
}

function allOptions(): Option[] {
  return [
    new Option("--profile <name>", "rules to run: baseline alone, or baseline and extended (default)").choices(
      PROFILES,
    ),
    repeatable("--rule <id>", "run this rule only; repeat for more"),
    repeatable(
      "--rules <file>",
      "also run the rules of your own in this file or glob, beside those of rampart.rules.ts; repeat for more",
    ),
    repeatable("--level <rule=level>", `set a rule's level: ${LEVELS.join(", ")}; repeat for more`),
    new Option("--environment <name>", "only stacks whose config declares this rampart:environment"),
    new Option("--strict", "fail on undecided mandatory findings (default where the tier is not nonprod)"),
    new Option("--no-strict", "report undecided mandatory findings without failing"),
    new Option("--mode <mode>", "simulate: placeholder outputs, so that more is decided; preview: outputs stay unknown")
      .choices(MODES)
      .default("simulate"),
    new Option(
      "--policy-config <file>",
      "levels and settings of rules; default: rampart.policy.json beside the program",
    ),
    new Option("--waivers <file>", "waivers; default: RAMPART_WAIVERS, else rampart.waivers.ts beside the program"),
    new Option("--no-waivers", "judge as if nothing was waived"),
    new Option(
      "--baseline <file>",
      "bear what this file records, as `rampart baseline write` wrote it, and nothing new",
    ),
    new Option("--fixtures <file>", "answers for provider functions and stack references (JSON or YAML)"),
    repeatable("--config <key=value>", "override a config value of the stack; repeat for more"),
    new Option("--timeout <seconds>", "give up on a program after this long")
      .default(DEFAULT_TIMEOUT_SECONDS)
      .argParser(parseTimeout),
  ];
}

/** A variadic option would swallow the arguments behind it; a repeated one does not. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, earlier: readonly string[] | undefined) => [
    ...(earlier ?? []),
    value,
  ]);
}

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_TIMEOUT_SECONDS) return seconds;
  throw new UserError(`--timeout is "${text}"; give whole seconds from 1 to ${LONGEST_TIMEOUT_SECONDS}`);
}

/** `key=value` pairs of a repeatable flag. The value may hold further equals signs. */
export function parsePairs(flag: string, pairs: readonly string[]): Record<string, string> {
  const parsed: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 1) throw new UserError(`${flag} is "${pair}"; write it as key=value`);
    parsed[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return parsed;
}
