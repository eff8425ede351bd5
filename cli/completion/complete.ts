import type { Argument, Command, Option } from "commander";
import { COMMANDS } from "../command-table.ts";
import { type Source, valuesOf } from "./values.ts";

export interface Candidate {
  /** The whole word that would stand there. */
  readonly value: string;
  /** One line, or empty. */
  readonly about: string;
}

/** What may stand at a place: these words, or what the shell knows itself. */
export interface Completion {
  readonly kind: "values" | "files" | "folders";
  readonly candidates: readonly Candidate[];
}

/** What was written before the word that is being completed. */
interface Written {
  readonly command: Command;
  /** Arguments that the command has already. */
  readonly values: readonly string[];
  /** Options that it has already, by their long names, with the last value of each. */
  readonly options: ReadonlyMap<string, string>;
  /** The option whose value comes next. */
  readonly pending: Option | undefined;
  /** Whether `--` has ended the options. */
  readonly onlyValues: boolean;
}

/** Completes the last of these words, which stand behind the program's name, from the commands' own definitions. */
export async function complete(
  words: readonly string[],
  commandNamed: (name: string) => Promise<Command | undefined>,
): Promise<Completion> {
  const current = words.at(-1) ?? "";
  const [name, ...before] = words.slice(0, -1);
  if (name === undefined) return starting(current, [...commandNames(), ...GLOBAL]);
  if (name === "help") return starting(current, commandNames());
  const outermost = await commandNamed(name);
  if (outermost === undefined) return starting(current, []);
  const written = read(outermost, before);
  const { command, pending, onlyValues, values } = written;
  if (pending !== undefined) return valueOf(pending, current, "", written);
  if (current.startsWith("-") && !onlyValues) {
    const [long, given] = splitAt(current, "=");
    const option = given === undefined ? undefined : optionNamed(command, long);
    if (option === undefined) return starting(current, optionsOf(written));
    return valueOf(option, given ?? "", `${long}=`, written);
  }
  if (command.commands.length > 0) return starting(current, command.commands.map(describeCommand));
  const argument = command.registeredArguments[values.length] ?? command.registeredArguments.at(-1);
  if (argument === undefined || (values.length >= command.registeredArguments.length && !argument.variadic)) {
    return starting(current, []);
  }
  return valueOf(argument, current, "", written);
}

const GLOBAL: readonly Candidate[] = [
  { value: "--help", about: "print this help" },
  { value: "--version", about: "print the version" },
];

function commandNames(): Candidate[] {
  return [...Object.keys(COMMANDS), "help"].map((value) => ({ value, about: "" }));
}

function describeCommand(command: Command): Candidate {
  return { value: command.name(), about: command.description() };
}

function starting(current: string, all: readonly Candidate[]): Completion {
  return { kind: "values", candidates: all.filter(({ value }) => value.startsWith(current)) };
}

function read(outermost: Command, words: readonly string[]): Written {
  let command = outermost;
  let pending: Option | undefined;
  let onlyValues = false;
  const values: string[] = [];
  const options = new Map<string, string>();
  for (const word of words) {
    if (pending !== undefined) {
      options.set(pending.long ?? "", word);
      pending = undefined;
    } else if (onlyValues || !word.startsWith("-") || word === "-") {
      const inner = values.length === 0 ? command.commands.find((one) => one.name() === word) : undefined;
      if (inner === undefined) values.push(word);
      else command = inner;
    } else if (word === "--") onlyValues = true;
    else {
      const [long, value] = splitAt(word, "=");
      const option = optionNamed(command, long);
      options.set(option?.long ?? long, value ?? "");
      if (option !== undefined && takesValue(option) && value === undefined) pending = option;
    }
  }
  return { command, values, options, pending, onlyValues };
}

function optionNamed(command: Command, name: string): Option | undefined {
  return command.options.find(({ long, short }) => long === name || short === name);
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

/** What may still be given: an option that takes one value may be given once, `repeatable` ones say "repeat". */
function optionsOf({ command, options }: Written): Candidate[] {
  const left = command.options.filter(
    ({ long, description, hidden }) => !hidden && (!options.has(long ?? "") || /\brepeat\b/.test(description)),
  );
  return [...left.map(({ long, description }) => ({ value: long ?? "", about: description })), ...GLOBAL.slice(0, 1)];
}

async function valueOf(
  of: Option | Argument,
  current: string,
  prefix: string,
  { options }: Written,
): Promise<Completion> {
  const completion = await valuesOf(sourceOf(of), current, {
    program: options.get("--program") ?? ".",
    all: options.has("--all"),
  });
  const candidates = completion.candidates
    .filter(({ value }) => value.startsWith(current))
    .map(({ value, about }) => ({ value: `${prefix}${value}`, about }));
  return { ...completion, candidates };
}

/** Values of one meaning have one placeholder in every command; where a placeholder says too little, the option does. */
function sourceOf(of: Option | Argument): Source {
  if (of.argChoices !== undefined) return { choices: of.argChoices };
  if (!("long" in of)) return BY_NAME[of.name()] ?? "nothing";
  const [, placeholder = ""] = /<(.+)>/.exec(of.flags) ?? [];
  return BY_NAME[of.long ?? ""] ?? BY_NAME[placeholder] ?? "nothing";
}

const BY_NAME: Readonly<Record<string, Source>> = {
  file: "files",
  path: "files",
  folder: "folders",
  stacks: "stacks",
  left: "environments",
  right: "environments",
  environment: "environments",
  id: "rules",
  "rule=level": "levels",
  "format=file": "reports",
  "--rule": "rules",
  "--stack": "stacks",
  "--system": "systems",
  "--environment": "environments",
  "--area": "areas",
  "--severity": { choices: ["critical", "high", "medium", "low"] },
  // An account's id is nobody's to guess.
  "--account": "nothing",
};

function splitAt(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
