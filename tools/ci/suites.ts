/**
 * The wider suite, within a time: `node tools/ci/suites.ts RESULTS SECONDS`. Suites run two at a time, each in
 * a process of its own, short ones first and those that need a Go build last. What would not end within the SECONDS on
 * a machine as slow as this one turned out to be is not begun, and is named at the end: a run that is cut off from
 * outside would say nothing at all. A suite that fails is run once more with nothing beside it, and is named whatever
 * comes of it: servers and browsers that share two cores with another suite can miss their time.
 */
import { execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ordinarySeconds from "./seconds.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** As npm would set it: the pinned Node and the installed programs come before the system's. */
const ENVIRONMENT = { ...process.env, PATH: `${join(ROOT, "node_modules/.bin")}${delimiter}${process.env["PATH"]}` };
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");
/** What the unit tests take on the machine that `seconds.json` was measured on: two cores, otherwise quiet. */
const UNIT_SECONDS = 51;
/** For a file that `seconds.json` does not know. */
const UNKNOWN_SECONDS = 30;
/** Start of a process and its imports, beside the tests themselves. */
const START_SECONDS = 3;
/** How long after its time a task may go on before it is ended. */
const GRACE_SECONDS = 240;

interface Task {
  readonly name: string;
  readonly command: readonly string[];
  /** On a quiet machine. */
  readonly seconds: number;
}

type Outcome = "passed" | "failed" | "ended";

const [results = ".", limit = "3600"] = process.argv.slice(2);
const deadline = Date.now() + Number(limit) * 1000;
const suites = testTasks();
const notRun: string[] = [];
const failed: string[] = [];
const passedAlone: string[] = [];
const measured = { ordinary: UNIT_SECONDS, taken: unitSeconds() };

const isEngine = ({ name }: Task): boolean => name.startsWith("test/integration/engine/");
const isCluster = ({ name }: Task): boolean => name.startsWith("test/integration/cluster/");
await run(suites.filter((suite) => !isEngine(suite) && !isCluster(suite)));
if (await run([build("the Pulumi CLI", "pulumi/cli.ts", "pulumiForTests", 180)])) await run(suites.filter(isEngine));
else notRun.push(...suites.filter(isEngine).map(({ name }) => name));
if (await run([build("kube-apiserver", "kubernetes/apiserver.ts", "apiServerForTests", 450)]))
  await run(suites.filter(isCluster));
else notRun.push(...suites.filter(isCluster).map(({ name }) => name));

if (notRun.length > 0) {
  console.log(`\nNot run to their end, on a machine ${slowness().toFixed(1)} times slower than an ordinary one:`);
  for (const name of notRun) console.log(`  ${name}`);
}
if (passedAlone.length > 0) console.log(`\nFailed beside another suite and passed alone: ${passedAlone.join(", ")}`);
writeFileSync(join(results, "not-run.txt"), notRun.map((name) => `${name}\n`).join(""));
process.exitCode = failed.length > 0 ? 1 : 0;

/** Runs tasks two at a time, and what failed once more by itself; whether all of them passed. */
async function run(tasks: readonly Task[]): Promise<boolean> {
  const waiting = [...tasks];
  const again: Task[] = [];
  let areFine = true;
  const worker = async (): Promise<void> => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      const outcome = await runOne(task);
      if (outcome === "failed") again.push(task);
      if (outcome === "ended") areFine = false;
    }
  };
  await Promise.all([worker(), worker()]);
  for (const task of again) {
    const outcome = await runOne(task);
    if (outcome === "passed") {
      passedAlone.push(task.name);
      continue;
    }
    areFine = false;
    failed.push(task.name);
  }
  return areFine;
}

async function runOne(task: Task): Promise<Outcome> {
  const left = (deadline - Date.now()) / 1000;
  if (task.seconds * slowness() > left) {
    notRun.push(task.name);
    return "ended";
  }
  const started = Date.now();
  const { outcome, output } = await ended(task.command, (left + GRACE_SECONDS) * 1000);
  const taken = (Date.now() - started) / 1000;
  measured.ordinary += task.seconds;
  measured.taken += taken;
  console.log(`${outcome} ${task.name} (${Math.round(taken)} s)`);
  if (outcome !== "passed") console.log(output);
  if (outcome === "ended") notRun.push(task.name);
  return outcome;
}

/** Runs a program in a process group of its own, and ends the whole group when its time is over. */
function ended(command: readonly string[], milliseconds: number): Promise<{ outcome: Outcome; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, {
      cwd: ROOT,
      env: ENVIRONMENT,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    let isOver = false;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += String(chunk)));
    const timer = setTimeout(() => {
      isOver = true;
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, milliseconds);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ outcome: isOver ? "ended" : code === 0 ? "passed" : "failed", output });
    });
  });
}

/** Seconds that work took here for each second that it takes on an ordinary machine. */
function slowness(): number {
  return Math.max(1, measured.taken / measured.ordinary);
}

function unitSeconds(): number {
  try {
    const { startTime, testResults } = JSON.parse(readFileSync(join(results, "unit.json"), "utf8")) as {
      startTime: number;
      testResults: { endTime: number }[];
    };
    return (Math.max(...testResults.map(({ endTime }) => endTime)) - startTime) / 1000;
  } catch {
    // Run by hand, without the unit tests before it.
    return UNIT_SECONDS;
  }
}

/** The wider suite, the shortest first: file by file, but folder by folder what starts servers and records plans together. */
function testTasks(): Task[] {
  const known = new Map(Object.entries(ordinarySeconds));
  const projects = ["--project", "programs", "--project", "integration"];
  const listed = execFileSync(process.execPath, [VITEST, "list", "--filesOnly", "--json", ...projects], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const files = (JSON.parse(listed) as { file: string; projectName: string }[]).map(({ file, projectName }) => {
    const name = relative(ROOT, file);
    return { name, projectName, task: projectName === "integration" ? `${dirname(name)}/` : name };
  });
  return Object.entries(Object.groupBy(files, ({ task }) => task))
    .map(([name, members = []], index) => {
      const reporters = [
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${join(results, `suite-${index}.json`)}`,
      ];
      const own = members.map((file) => known.get(file.name) ?? UNKNOWN_SECONDS);
      return {
        name,
        command: [VITEST, "run", "--project", members[0]?.projectName ?? "", ...reporters, name],
        seconds: own.reduce((sum, one) => sum + one, START_SECONDS),
      };
    })
    .toSorted((one, other) => one.seconds - other.seconds);
}

/** A build that the tests would do themselves: as a task of its own it is done once, with every core. */
function build(what: string, module: string, name: string, seconds: number): Task {
  const code = `import { ${name} } from "./tools/${module}"; ${name}();`;
  return { name: `build of ${what}`, command: ["--input-type=module", "--eval", code], seconds };
}
