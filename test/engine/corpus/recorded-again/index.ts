// Counts in modules of every kind, and leaves in its process what its configuration says.
import { createRequire } from "node:module";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import commonjs from "memo-commonjs";
import * as packaged from "memo-module";
import { count } from "./memo.ts";

const asked = (await import("./memo.ts?asked")) as { count(): number };

const require = createRequire(import.meta.url);
const global = globalThis as { leftBehind?: number };
const seen = {
  stack: pulumi.getStack(),
  own: count(),
  asked: asked.count(),
  commonjs: commonjs.count(),
  required: require("memo-commonjs").count() as number,
  packaged: packaged.count(),
  environment: process.env["LEFT_BEHIND"] ?? "none",
  global: global.leftBehind ?? "none",
  folder: process.cwd() === import.meta.dirname,
  added: "leftBehind" in Array.prototype,
  random: Math.random.name,
  listeners: process.listenerCount("SIGUSR2"),
  exitCode: process.exitCode ?? "none",
};

const cases: Record<string, () => unknown> = {
  nothing: () => {},
  "a variable": () => (process.env["LEFT_BEHIND"] = "yes"),
  "a global": () => (global.leftBehind = 1),
  "another folder": () => process.chdir("/"),
  "an exit code": () => (process.exitCode = 0),
  "output without an end": () => process.stdout.write("half a line"),
  "a fixed global": () => Object.defineProperty(globalThis, "leftBehind", { value: 1 }),
  "another function": () => (Math.random = () => 4),
  "a longer prototype": () => Object.assign(Array.prototype, { leftBehind: 1 }),
  "a listener": () => process.on("SIGUSR2", () => {}),
  "another way of printing": () => (process.stdout.write = () => true),
  "a required module": () => require("memo-module"),
  "its end": () => setTimeout(() => process.exit(0), 50),
  throws: () => {
    console.log("about to fail");
    throw new Error("refused");
  },
};
cases[new pulumi.Config().require("leaves")]?.();

pulumi.runtime.registerStackTransformation(({ props, opts }) => ({
  props: { ...props, delaySeconds: seen.own },
  opts,
}));
new aws.sqs.Queue("queue", { name: pulumi.getStack() });

export default { seen, pid: process.pid };
