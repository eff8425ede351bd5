import { Option } from "commander";

/** How a list is to be printed; the flags of the commands that judge nothing. */
export interface PrintFlags {
  readonly format: "terminal" | "json";
  readonly out?: string;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

export function printOptions(quiet: string): Option[] {
  return [
    new Option("--format <format>", "what to print").choices(["terminal", "json"]).default("terminal"),
    new Option("--out <file>", "write it to a file instead of standard output"),
    new Option("--quiet", quiet),
    new Option("--no-color", "no colours; also with NO_COLOR, or when the output is no terminal"),
  ];
}
