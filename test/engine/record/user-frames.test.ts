import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { userFrames } from "../../../engine/record/user-frames.ts";

/** A stand-in for the SDK, whose constructors ask who called them. */
const SDK = `
import { constructorCall } from ${JSON.stringify(new URL("../../../engine/record/user-frames.ts", import.meta.url).href)};
export class Resource { constructor() { this.call = constructorCall(); } }
export class CustomResource extends Resource {}
export class ComponentResource extends Resource { constructor() { super(); } }
`;

const SERVICE = `
import { ComponentResource, CustomResource } from "sdk";

export class Service extends ComponentResource {
  constructor() {
    super();
    this.child = new CustomResource();
  }
}

export async function settled() {
  await null;
  return new CustomResource();
}

export const evaluated = () => new Function("Made", "return new Made()")(CustomResource);
`;

/** The way is chosen at each call, so that one program can go both. */
const MAIN = `
import { Service, evaluated, settled } from "./service.js";

const own = Error.prepareStackTrace;
const limit = Error.stackTraceLimit;
if (process.argv[2] === "text") {
  Error.prepareStackTrace = (error, sites) => [String(error), ...sites.map((site) => "    at " + site)].join("\\n");
}
const set = Error.prepareStackTrace;

function main() {
  return new Service();
}

const service = main();
const made = { component: service.call, child: service.child.call, evaluated: evaluated().call, late: (await settled()).call };
const kept = Error.prepareStackTrace === set && Error.stackTraceLimit === limit;
Error.prepareStackTrace = own;
console.log(JSON.stringify({ made, kept }));
`;

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface Answer {
  readonly made: Readonly<Record<string, { readonly inner: Place; readonly outer: Place }>>;
  readonly kept: boolean;
}

let folder: string;
const answers = new Map<string, Answer>();

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "rampart-user-frames-")));
  const installed = join(folder, "node_modules", "sdk");
  await mkdir(installed, { recursive: true });
  await writeFile(join(installed, "package.json"), '{ "name": "sdk", "type": "module", "exports": "./index.js" }');
  await writeFile(join(installed, "index.js"), SDK);
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await writeFile(join(folder, "service.js"), SERVICE);
  await writeFile(join(folder, "main.js"), MAIN);
  for (const way of ["sites", "text"]) {
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, "main.js"), way]);
    answers.set(way, JSON.parse(stdout) as Answer);
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function answer(way: string): Answer {
  return answers.get(way) as Answer;
}

function place({ file, line }: Place): string {
  return `${file.slice(folder.length + 1)}:${line}`;
}

describe.each(["sites", "text"])("who constructs a resource, by %s", (way) => {
  test("a component is made where its class is used, what it makes in its own code", () => {
    const { component, child } = answer(way).made;
    expect(place(component?.inner as Place)).toBe("main.js:12");
    expect(place(component?.outer as Place)).toBe("main.js:15");
    expect(place(child?.inner as Place)).toBe("service.js:7");
    expect(place(child?.outer as Place)).toBe("main.js:15");
  });

  test("code that was made of text has no file: who runs it counts", () => {
    expect(place(answer(way).made["evaluated"]?.inner as Place)).toBe("service.js:16");
  });

  test("after an await, the function that waited", () => {
    expect(place(answer(way).made["late"]?.inner as Place)).toBe("service.js:13");
  });

  test("what the program set for its own errors is as it was", () => {
    expect(answer(way).kept).toBe(true);
  });
});

test("both ways find the same, to the column", () => {
  expect(answer("sites").made).toEqual(answer("text").made);
});

test("what calls `require` for the recorder is none of the user's code", () => {
  const late = new URL("../../../policies/seldom-used.ts", import.meta.url).href;
  const stack = `Error\n    at get (${late}:42:7)\n    at main (${new URL(import.meta.url).href}:1:2)`;
  expect(userFrames(stack)).toEqual([{ file: import.meta.filename, line: 1, column: 2 }]);
});
