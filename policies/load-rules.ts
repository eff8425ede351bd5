import { statSync } from "node:fs";
import { registerHooks } from "node:module";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { fileIn, programAbove } from "./beside-program.ts";
import type { Rule } from "./rule.ts";

/** The file that holds the rules of a program's own; it lies beside the program's Pulumi.yaml. */
const RULES_FILES = ["rampart.rules.ts", "rampart.rules.mts", "rampart.rules.js", "rampart.rules.mjs"] as const;

/** Under this name a file of rules imports the contract. */
const CONTRACT = "rampart/policies";
/** The contract of this very copy: TypeScript in a checkout, JavaScript in a build. */
const CONTRACT_URL = new URL(import.meta.url.endsWith(".ts") ? "./api.ts" : "./api.js", import.meta.url).href;

/** A file of rules, and how messages name it. */
export interface RulesFile {
  readonly path: string;
  readonly label: string;
}

/** The rules file of the program in `folder`, if it has one. */
export function rulesFileOf(folder: string): RulesFile | undefined {
  const path = fileIn(folder, RULES_FILES);
  return path === undefined ? undefined : { path, label: basename(path) };
}

/** The rules file for a policy pack: RAMPART_RULES where it is set, else the file beside the program above the pack. */
export function rulesFileForPack(
  packFolder: string,
  env: Readonly<Record<string, string | undefined>>,
): RulesFile | undefined {
  const named = env["RAMPART_RULES"];
  if (named !== undefined && named !== "") return { path: resolve(named), label: basename(named) };
  const program = programAbove(packFolder);
  return program === undefined ? undefined : rulesFileOf(program);
}

/**
 * Loads files of rules: modules that export rules, or lists of rules, and nothing else. All or none: a rule that
 * was left out because it is malformed would read as one that found nothing.
 *
 * @param builtIn The pack's own rules, whose ids nobody else may take.
 * @throws Error that names the file, the export and the key of everything that is wrong.
 */
export async function loadRules(files: readonly RulesFile[], builtIn: readonly Rule[]): Promise<Rule[]> {
  // Loaded when there is something to read: most programs bring no rules, and every start of the pack would pay.
  const { readRule } = await import("./rule-shape.ts");
  const holders = new Map(builtIn.map(({ id }) => [id, "Rampart itself"]));
  const loaded: Rule[] = [];
  const faults: string[] = [];
  for (const file of files) {
    const exported = exportsOf(await importRules(file));
    if (exported.size === 0) {
      faults.push(`${file.label} exports no rule; write \`export default defineRule({…})\`, or a list of rules`);
    }
    for (const [value, where] of exported) {
      const name = `${file.label}, export ${where}${idOf(value)}`;
      const read = readRule(value);
      if ("faults" in read) {
        faults.push(...read.faults.map((fault) => `${name}: ${fault}`));
        continue;
      }
      const { id } = read.rule;
      const holder = holders.get(id);
      if (holder !== undefined) faults.push(`${name}: id is taken by ${holder}; choose another`);
      else {
        holders.set(id, file.label);
        loaded.push({ ...read.rule, file: file.label });
      }
    }
  }
  if (faults.length > 0) throw new Error(`own rules are not valid, and nothing was judged:\n  ${faults.join("\n  ")}`);
  return loaded;
}

/**
 * Imports a file so that `rampart/policies` is this copy of the contract, wherever the file lies and whatever is
 * installed there: the markers for unknown values and for "not applicable" exist once, and a rule that returned
 * those of another copy would not be understood.
 */
async function importRules({ path, label }: RulesFile): Promise<Readonly<Record<string, unknown>>> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) {
    throw new Error(`${label} is ${stat === undefined ? "not there" : "no file"}; name a file that exports rules`);
  }
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === CONTRACT ? { url: CONTRACT_URL, shortCircuit: true } : next(specifier, context),
  });
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${label} cannot be loaded as rules: ${reason}`, { cause: error });
  } finally {
    hooks.deregister();
  }
}

/** Everything that a module exports, with where it stands; what is exported twice, once. */
function exportsOf(module: Readonly<Record<string, unknown>>): ReadonlyMap<unknown, string> {
  const found = new Map<unknown, string>();
  const add = (value: unknown, where: string): void => void (found.has(value) || found.set(value, where));
  for (const [name, value] of Object.entries(unwrapped(module))) {
    if (Array.isArray(value)) value.forEach((item: unknown, index) => add(item, `${name}[${index}]`));
    else add(value, name);
  }
  return found;
}

/** A CommonJS module has its exports a second time, and one that was compiled from an ES module has them a level down. */
function unwrapped(module: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { "module.exports": commonJs, ...exports } = module;
  const inner = commonJs as Readonly<Record<string, unknown>> | undefined;
  if (inner === undefined || inner === null || inner["__esModule"] !== true) return exports;
  const { __esModule: _, ...compiled } = inner;
  return compiled;
}

function idOf(value: unknown): string {
  const id = (value as { readonly id?: unknown } | null | undefined)?.id;
  return typeof id === "string" ? ` (${id.slice(0, 100)})` : "";
}
