import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { expect, test } from "vitest";
import { UNKNOWN, isSecret, recordResources, valueOf } from "./mocks.ts";

class Part extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Part", name, {}, opts);
    const group = new aws.ec2.SecurityGroup(`${name}-group`, { vpcId: "vpc-1" }, { parent: this, protect: true });
    new aws.ssm.Parameter(
      `${name}-value`,
      { type: "SecureString", value: pulumi.secret("hush"), name: group.id },
      { parent: this },
    );
    this.registerOutputs({ groupId: group.id });
  }
}

function parameter(value: pulumi.Input<string>): aws.ssm.Parameter {
  return new aws.ssm.Parameter("value", { type: "String", value });
}

/** Reads an output that the tables of made-up outputs lack. */
function readOwner(): aws.ssm.Parameter {
  return parameter(pulumi.interpolate`${new aws.ec2.SecurityGroup("group", { vpcId: "vpc-1" }).ownerId}`);
}

test("records inputs, parents, options, secrets and registered outputs", async () => {
  const recording = await recordResources(() => new Part("part"));
  const group = recording.one("aws:ec2/securityGroup:SecurityGroup");
  expect(group).toMatchObject({
    name: "part-group",
    parent: "part",
    inputs: { vpcId: "vpc-1" },
    opts: { protect: true },
  });
  expect(group.urn).toBe(
    "urn:pulumi:test-stack::test-project::test:index:Part$aws:ec2/securityGroup:SecurityGroup::part-group",
  );
  const value = recording.one("aws:ssm/parameter:Parameter", "part-value");
  expect(value.inputs.value).toBe("hush");
  expect(value.secretPaths).toEqual(["value"]);
  expect(value.inputs.name).toMatch(/^sg-[0-9a-f]{17}$/);
  expect(value.opts.dependencies).toEqual(["part-group"]);
  expect(recording.one("test:index:Part").outputs).toEqual({ groupId: value.inputs.name });
});

test("refuses an input that reads an output nobody supplies", async () => {
  await expect(recordResources(readOwner)).rejects.toThrow('aws:ssm/parameter:Parameter "value": value is unknown');
  const { resources } = await recordResources(readOwner, { allowUnknown: true });
  expect(resources.find((it) => it.name === "value")?.inputs.value).toBe(UNKNOWN);
});

test("refuses the text undefined, one URN twice, and invokes", async () => {
  await expect(recordResources(() => parameter("id-undefined"))).rejects.toThrow('value holds the text "undefined"');
  await expect(recordResources(() => [parameter("a"), parameter("b")])).rejects.toThrow("registered twice");
  await expect(recordResources(() => aws.getRegion())).rejects.toThrow("aws:index/getRegion:getRegion was invoked");
});

test("adds outputs and answers to invokes on request", async () => {
  const { result } = await recordResources(
    () => {
      const group = new aws.ec2.SecurityGroup("group", { vpcId: "vpc-1" });
      return pulumi.interpolate`${group.ownerId} ${aws.getRegionOutput().region}`;
    },
    {
      outputs: { "aws:ec2/securityGroup:SecurityGroup": () => ({ ownerId: "444455556666" }) },
      calls: { "aws:index/getRegion:getRegion": () => ({ region: "eu-north-1" }) },
    },
  );
  expect(await valueOf(result)).toBe("444455556666 eu-north-1");
});

test("keeps recordings apart, also concurrent ones", async () => {
  const [left, right] = await Promise.all(["left", "right"].map((name) => recordResources(() => new Part(name))));
  expect(left?.resources.map((it) => it.name).toSorted()).toEqual(["left", "left-group", "left-value"]);
  expect(right?.resources.map((it) => it.name).toSorted()).toEqual(["right", "right-group", "right-value"]);
});

test("gives the outputs a provider calls secret as secrets", async () => {
  const { result } = await recordResources(() => new random.RandomBytes("key", { length: 40 }));
  expect(await isSecret(result.base64)).toBe(true);
  expect(Buffer.from(await valueOf(result.base64), "base64")).toHaveLength(40);
});
