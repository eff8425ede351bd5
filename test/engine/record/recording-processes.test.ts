import { cp, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodePlan } from "../../../engine/plan-codec.ts";
import type { Plan } from "../../../engine/plan.ts";
import { recordProgram } from "../../../engine/record/index.ts";
import { RecordingProcesses } from "../../../engine/record/recording-processes.ts";
import runs from "../../../rampart.runs.ts";
import { corpus, failureOf, named, record } from "./programs.ts";

/** With a database, with a document store, and one system twice. */
const PLATFORMS = new Set(["mahaseel/prod", "mahaseel/staging", "lugn-trygg/prod"]);

let folder: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "rampart-recorded-again-")));
  await cp(corpus("recorded-again"), folder, { recursive: true });
  await cp(join(folder, "packages"), join(folder, "node_modules"), { recursive: true });
  const sdks = dirname(dirname(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json")));
  await symlink(sdks, join(folder, "node_modules", "@pulumi"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Options {
  readonly stack?: string;
  readonly processes?: RecordingProcesses;
  readonly output?: string[];
  readonly onEnd?: () => void;
}

function recordLeaving(leaves: string, options: Options = {}): Promise<Plan> {
  return record("recorded-again", { programDir: folder, config: { leaves }, ...options });
}

/** What a program exports: what it saw of those before it, and its process. */
function exportsOf(plan: Plan): { readonly seen: unknown; readonly pid: unknown } {
  const { seen, pid } = named(plan, `recorded-again-${plan.stack}`).outputs ?? {};
  return { seen, pid };
}

const ALONE = {
  own: 1,
  asked: 1,
  commonjs: 1,
  required: 2,
  packaged: 1,
  environment: "none",
  global: "none",
  folder: true,
  added: false,
  random: "random",
  listeners: 0,
  exitCode: "none",
};

async function recordAfter(leaves: string): Promise<{ seen: unknown; shared: boolean }> {
  const processes = new RecordingProcesses();
  try {
    const first = exportsOf(await recordLeaving(leaves, { processes }));
    const second = exportsOf(await recordLeaving("nothing", { stack: "other", processes }));
    return { seen: second.seen, shared: first.pid === second.pid };
  } finally {
    processes.end();
  }
}

test.concurrent.each(["nothing", "a variable", "a global", "another folder", "an exit code", "output without an end"])(
  "a program that leaves %s behind: the next one in its process sees none of it",
  async (leaves) => {
    expect(await recordAfter(leaves)).toEqual({ seen: { ...ALONE, stack: "other" }, shared: true });
  },
);

test.concurrent.each([
  "a fixed global",
  "another function",
  "a longer prototype",
  "a listener",
  "another way of printing",
  "a required module",
  "its end",
])("a program that leaves %s behind ends its process", async (leaves) => {
  expect(await recordAfter(leaves)).toEqual({ seen: { ...ALONE, stack: "other" }, shared: false });
});

test("plans are those of processes of their own, byte for byte but for the process", async () => {
  const processes = new RecordingProcesses();
  try {
    for (const stack of ["dev", "other", "third"]) {
      const [own, shared] = [
        await recordLeaving("nothing", { stack }),
        await recordLeaving("nothing", { stack, processes }),
      ];
      const [one, other] = [own, shared].map((plan) =>
        encodePlan(plan, { pretty: true }).replaceAll(String(exportsOf(plan).pid), "<pid>"),
      );
      expect(other).toBe(one);
      expect(named(shared, "queue").inputs).toMatchObject({ name: stack, delaySeconds: 1 });
    }
  } finally {
    processes.end();
  }
});

test("the platform's plans are those of processes of their own, byte for byte", async () => {
  const programDir = fileURLToPath(new URL("../../..", import.meta.url));
  const processes = new RecordingProcesses();
  try {
    for (const { stack, config } of runs.filter(({ name }) => PLATFORMS.has(name))) {
      const options = { programDir, stack, config, onOutput: () => {} };
      const [own, shared] = await Promise.all([recordProgram(options), recordProgram({ ...options, processes })]);
      expect(encodePlan(shared, { withSecrets: true }) === encodePlan(own, { withSecrets: true })).toBe(true);
    }
  } finally {
    processes.end();
  }
});

test("another program may begin in the process of one that has ended, before its plan is read", async () => {
  const processes = new RecordingProcesses();
  try {
    const second = Promise.withResolvers<Plan>();
    const onEnd = () => second.resolve(recordLeaving("nothing", { stack: "other", processes }));
    const first = await recordLeaving("nothing", { processes, onEnd });
    expect(exportsOf(await second.promise)).toMatchObject({ pid: exportsOf(first).pid, seen: { stack: "other" } });
  } finally {
    processes.end();
  }
});

test.each(["in-process", "foreign"] as const)("%s: a program that fails has not come to its end", async (frontEnd) => {
  const ends: string[] = [];
  await record("recorded-again", {
    programDir: folder,
    frontEnd,
    config: { leaves: "nothing" },
    onEnd: () => ends.push("whole"),
  });
  await failureOf("recorded-again", {
    programDir: folder,
    frontEnd,
    config: { leaves: "throws" },
    onEnd: () => ends.push("failed"),
  });
  expect(ends).toEqual(["whole"]);
});

test("what a program prints is its own, and its last line need not end", async () => {
  const processes = new RecordingProcesses();
  const [first, second, third]: [string[], string[], string[]] = [[], [], []];
  try {
    await recordLeaving("output without an end", { processes, output: first });
    await recordLeaving("output without an end", { processes, output: second });
    await recordLeaving("nothing", { processes, output: third });
  } finally {
    processes.end();
  }
  expect([first, second, third]).toEqual([["half a line"], ["half a line"], []]);
});

test("a failure is that of a process of its own, told once", async () => {
  const processes = new RecordingProcesses();
  const output: string[] = [];
  try {
    const { pid } = exportsOf(await recordLeaving("nothing", { processes }));
    const config = { leaves: "throws" };
    const error = await failureOf("recorded-again", { programDir: folder, config, processes, output });
    expect(error.message).toBe("the program threw Error: refused\n    at index.ts:45:11");
    expect(output).toEqual(["about to fail"]);
    expect(exportsOf(await recordLeaving("nothing", { processes })).pid).not.toBe(pid);
  } finally {
    processes.end();
  }
});
