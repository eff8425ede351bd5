import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readEnvironments } from "../../cli/environments.ts";
import { Progress } from "../../cli/progress.ts";
import { recordRuns } from "../../cli/record-runs.ts";
import { selectRuns } from "../../cli/runs.ts";
import { compareStateful, unreleasedOf } from "./compare.ts";
import { type Entry, FILE, readEntries, writeEntries } from "./entries.ts";
import { type RecordedEnvironment, entriesOf } from "./from-plans.ts";

const ROOT = join(import.meta.dirname, "../..");

/**
 * `npm run stateful` writes what every environment holds that cannot be made again, unless the next deployment would
 * lose some of it. `--check` writes nothing and fails where the file is not as it would be written; `--against FILE`
 * compares with another recording, such as the last release's; `--accept NAME` says that this one may be lost.
 */
async function main(): Promise<number> {
  const { check, against, accept } = flags();
  const file = join(ROOT, FILE);
  const before = readBefore(against ?? file);
  const now = entriesOf(await recorded());
  const permission = {
    unreleased: unreleasedOf(readFileSync(join(ROOT, "CHANGELOG.md"), "utf8")),
    accepted: new Set(accept),
  };
  const { faults, moved, unused } = compareStateful(before, now, permission);
  for (const line of moved) console.log(line);
  if (faults.length > 0) {
    for (const { message } of faults) console.error(message);
    console.error(`${faults.length} stateful resources would be lost; docs/upgrading.md says what to do`);
    return 1;
  }
  if (unused.length > 0) throw new TypeError(`--accept names what is not lost: ${unused.join(", ")}; leave it out`);
  const text = writeEntries(now);
  const isCurrent = existsSync(file) && readFileSync(file, "utf8") === text;
  if (check && !isCurrent) {
    console.error(`${FILE} is not what the program makes\nrun: npm run stateful`);
    return 1;
  }
  if (!check && !isCurrent) writeFileSync(file, text);
  return 0;
}

function flags(): { readonly check: boolean; readonly against: string | undefined; readonly accept: string[] } {
  const { values } = parseArgs({
    options: {
      check: { type: "boolean", default: false },
      against: { type: "string" },
      accept: { type: "string", multiple: true, default: [] },
    },
  });
  return { check: values.check, against: values.against, accept: values.accept };
}

function readBefore(file: string): Entry[] {
  if (existsSync(file)) return readEntries(readFileSync(file, "utf8"));
  if (file === join(ROOT, FILE)) return [];
  throw new TypeError(`--against names ${file}, which does not exist`);
}

/** Every environment but those that pass: nobody upgrades them. */
async function recorded(): Promise<RecordedEnvironment[]> {
  const source = await readEnvironments(ROOT);
  const passing = new Set(
    source
      .list()
      .flatMap(({ system, environment, expires }) => (expires === undefined ? [] : [`${system}/${environment}`])),
  );
  const { runs } = await selectRuns([], { folder: ROOT, prefix: "" }, ROOT, { program: ROOT, all: true });
  const lasting = runs.filter(({ name }) => !passing.has(name));
  const progress = new Progress(process.stderr, true);
  const results = await recordRuns(ROOT, lasting, { mode: "simulate", timeout: 900 }, progress);
  return results.map((result) => {
    if ("error" in result) throw result.error;
    const [system = "", environment = ""] = result.run.name.split("/");
    return { system, environment, plan: result.plan };
  });
}

if (import.meta.main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 3;
  }
}
