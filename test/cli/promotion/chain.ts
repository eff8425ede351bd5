/**
 * Runs a chain of commands over the environments of a copy of this repository and checks what has to hold after each:
 * a process of its own, as every step loads the sources that the step before has written.
 */
import { deepStrictEqual, notDeepStrictEqual, ok } from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { EnvironmentSource, FlatSettings, Promotion } from "../../../engine/environments.ts";
import { UserError } from "../../../cli/exit-codes.ts";
import { refuseSideEffects } from "../../../cli/promotion/verify.ts";
import type * as Environments from "../../../stacks/environments/index.ts";
import type * as Write from "../../../stacks/promotion/write.ts";
import { type ChainCommand, SETTINGS, START, type Tally } from "./commands.ts";
import { useOwnImages } from "./project.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const SYSTEM = "flask-app";
const TODAY = "2026-11-21";
const scratch = mkdtempSync(join(tmpdir(), "rampart-chain-"));
process.on("exit", () => rmSync(scratch, { recursive: true }));

interface State {
  readonly folder: string;
  readonly source: EnvironmentSource;
}

let steps = 0;

/** A copy of the environments with some files written, loaded afresh. */
async function next(from: string, files: readonly { readonly file: string; readonly text: string }[]): Promise<State> {
  const folder = join(scratch, String((steps += 1)));
  mkdirSync(folder);
  for (const part of ["stacks", "rampart.environments.ts", "package.json"]) {
    cpSync(join(from, part), join(folder, part), { recursive: true });
  }
  for (const part of ["engine", "policies", "components", "node_modules"])
    symlinkSync(join(ROOT, part), join(folder, part));
  if (from === ROOT) useOwnImages(folder);
  for (const { file, text: content } of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  const exports = (await load(folder, "rampart.environments.ts")) as { default: EnvironmentSource };
  return { folder, source: exports.default };
}

function load(folder: string, file: string): Promise<unknown> {
  return import(pathToFileURL(join(folder, file)).href);
}

function reader(folder: string): (file: string) => string | undefined {
  return (file) => {
    try {
      return readFileSync(join(folder, file), "utf8");
    } catch {
      return undefined;
    }
  };
}

function names({ source }: State): string[] {
  return source.list().flatMap(({ system, environment }) => (system === SYSTEM ? [environment] : []));
}

function pick<T>(items: readonly T[], index: number): T {
  return items[index % items.length] as T;
}

/** What nobody declared between two environments, with something merged over the right one. */
function undeclared({ source }: State, left: string, right: string, override?: unknown) {
  return source.pair({ system: SYSTEM, left, right, overrides: { right: override }, today: TODAY }).undeclared;
}

const tally: Tally = { made: 0, declared: 0, promoted: 0, nothing: 0, byHand: 0, refused: 0, drift: 0 };

async function run(state: State, command: ChainCommand): Promise<State> {
  const all = names(state);
  switch (command.do) {
    case "new":
      return makeEnvironment(state, pick(all, command.from));
    case "differ":
      return declareDifference(state, pick(all, command.environment), pick(SETTINGS, command.setting), command.value);
    case "promote": {
      const from = pick(all, command.from);
      const others = all.filter((name) => name !== from);
      return promote(state, from, pick(others, command.to), command.sizes);
    }
    case "parity": {
      const [left, right] = [pick(all, command.left), pick(all, command.right)];
      deepStrictEqual(undeclared(state, left, right), []);
      const override = { alarms: { databaseCpuPercent: 42 }, budget: { monthlyUsd: 12_345 } };
      deepStrictEqual(
        undeclared(state, left, right, override)
          .map(({ path }) => path)
          .toSorted(),
        ["/alarms/databaseCpuPercent", "/budget/monthlyUsd"],
      );
      tally.drift += 1;
      return state;
    }
  }
}

async function makeEnvironment(state: State, from: string): Promise<State> {
  const count = names(state).length;
  if (count > 5) return state;
  const name = `e${count}`;
  const creation = await state.source.create({
    system: SYSTEM,
    name,
    from,
    accountId: `21098765432${count}`,
    cidr: `10.${70 + count}.0.0/16`,
    domains: { main: { name: `${name}.flask-app.example.com`, hostedZoneId: `Z0123456789ABCDEFGHI${count}` } },
    today: TODAY,
    read: reader(state.folder),
  });
  const made = await next(state.folder, creation.files);
  deepStrictEqual(undeclared(made, from, name), []);
  tally.made += 1;
  return made;
}

async function declareDifference(
  state: State,
  name: string,
  [path, values]: (typeof SETTINGS)[number],
  index: number,
): Promise<State> {
  const value = pick(values, index);
  const { environmentOf } = (await load(state.folder, "stacks/environments/index.ts")) as typeof Environments;
  const environment = environmentOf(SYSTEM, name);
  const isTaken = environment.differences.some((one) => one.path === path);
  const before = state.source.settings(SYSTEM, name).get(path);
  if (environment.parent === undefined || isTaken || before === JSON.stringify(value)) return state;
  const { EnvironmentSources } = (await load(state.folder, "stacks/promotion/write.ts")) as typeof Write;
  const sources = await EnvironmentSources.open(reader(state.folder));
  const change = before === undefined ? "add" : value === undefined ? "remove" : "differ";
  const difference = { path, change, value, reason: "Tried here before anywhere else" } as const;
  sources.write(SYSTEM, name, { environment, path, intent: { kind: "declare", difference } });
  const changed = await next(state.folder, sources.texts());
  // Something that an environment below adds itself is refused, by whatever loads that environment.
  const isValid = isLoaded(() => names(changed).map((one) => changed.source.settings(SYSTEM, one)));
  if (!isValid) return state;
  deepStrictEqual(changed.source.settings(SYSTEM, name).get(path), JSON.stringify(value));
  tally.declared += 1;
  return changed;
}

function isLoaded(loading: () => unknown): boolean {
  try {
    loading();
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "SettingsError") return false;
    throw error;
  }
}

async function promote(state: State, from: string, to: string, sizes: boolean): Promise<State> {
  const ask = ({ folder, source }: State): Promise<Promotion> => {
    const systems = [{ system: SYSTEM, overrides: {} }];
    return source.promote({ from, to, systems, sizes, only: [], today: TODAY, read: reader(folder) });
  };
  const settled = await ask(state).catch((error: Error) => error);
  if (settled instanceof Error) {
    deepStrictEqual(settled.name, "SettingsError");
    tally.refused += 1;
    return state;
  }
  deepStrictEqual((await ask(state)).files, settled.files, "the same bytes twice");
  if (settled.settings.length === 0 || settled.byHand.length > 0) {
    deepStrictEqual(settled.files, []);
    tally[settled.byHand.length > 0 ? "byHand" : "nothing"] += 1;
    return state;
  }
  ok(settled.files.every(({ file }) => file.startsWith("stacks/")));
  const done = await next(state.folder, settled.files);
  try {
    refuseSideEffects(state.source, done.source, settled);
  } catch (error) {
    // Such as a size that staging declares once for several systems.
    ok(error instanceof UserError, String(error));
    tally.refused += 1;
    return state;
  }
  const paths = new Set(settled.settings.map(({ path }) => path));
  for (const { system, environment } of state.source.list()) {
    const before = state.source.settings(system, environment);
    const after = done.source.settings(system, environment);
    deepStrictEqual(after, settled.promised.get(`${system}/${environment}`) ?? before, "as promised");
    const changed = differing(before, after);
    const isOurs = system === SYSTEM && environment !== from;
    ok(
      changed.every((path) => isOurs && paths.has(path)),
      `${system}/${environment}: ${changed.join(", ")}`,
    );
  }
  const [left, right] = [done.source.settings(SYSTEM, from), done.source.settings(SYSTEM, to)];
  for (const path of paths) deepStrictEqual(right.get(path), left.get(path));
  notDeepStrictEqual(left, right, "identity stays");
  deepStrictEqual([undeclared(done, from, to), undeclared(done, to, from)], [[], []]);
  deepStrictEqual((await ask(done)).settings, [], "a second time there is nothing left");
  tally.promoted += 1;
  return done;
}

function differing(before: FlatSettings, after: FlatSettings): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
}

const commands = JSON.parse(await text(process.stdin)) as ChainCommand[];
let state = await next(ROOT, []);
for (const command of [...START, ...commands]) state = await run(state, command);
process.stdout.write(JSON.stringify(tally));
