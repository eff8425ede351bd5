import { setTimeout as wait } from "node:timers/promises";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const cases: Record<string, () => unknown> = {
  throws: () => fail("the settings are wrong"),
  "throws-a-text": () => {
    throw "not an error";
  },
  "rejects-in-apply": () => new aws.sqs.Queue("queue").arn.apply(() => fail("rejected in apply")),
  "rejects-unhandled": () => void Promise.reject(new Error("nobody listens")),
  "hangs-on-a-timer": () => setInterval(() => {}, 1000),
  "loops-for-ever": () => {
    for (;;);
  },
  exits: async () => {
    await wait(10);
    process.exit(0);
  },
  "input-never-settles": () => new aws.sqs.Queue("waiting", { name: new Promise<string>(() => {}) }),
  "awaits-for-ever": () => new Promise(() => {}),
  "needs-config": () => new pulumi.Config().require("missing"),
  "registers-twice": () => {
    new aws.sqs.Queue("same");
    new aws.sqs.Queue("same");
  },
  "logs-an-error": () => pulumi.log.error("something is off"),
  "leaks-a-secret": () => fail(`cannot use ${new pulumi.Config().require("password")}`),
  "misses-an-asset": () =>
    new aws.s3.BucketObjectv2("page", { bucket: "b", source: new pulumi.asset.FileAsset("./build/index.html") }),
  "computes-with-unknown": async () => {
    const { ids } = await aws.ec2.getSubnets({});
    return ids.map((id) => id);
  },
  "reads-text-as-an-object": () => new pulumi.Config().requireObject("settings"),
};

function fail(message: string): never {
  throw new Error(message);
}

const result = await cases[new pulumi.Config().require("case")]?.();
export { result };
