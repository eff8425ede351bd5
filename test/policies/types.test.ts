import { describe, expect, it } from "vitest";
import { Resource, type ResourceData } from "../../policies/resource.ts";
import { Undecided } from "../../policies/property.ts";
import { canonicalType, expandList, listItemType, tokensOf } from "../../policies/types.ts";
import { Secret, UNKNOWN, type Value } from "../../policies/value.ts";

const LIST = "kubernetes:apps/v1:DeploymentList";

function list(items: Value): ResourceData {
  return { urn: "urn:list", type: LIST, name: "apps", inputs: { items } };
}

describe("canonicalType", () => {
  it.each([
    ["aws:alb/listener:Listener", "aws:lb/listener:Listener"],
    ["aws:s3/bucketV2:BucketV2", "aws:s3/bucket:Bucket"],
    ["kubernetes:apps/v1:DeploymentPatch", "kubernetes:apps/v1:Deployment"],
    ["aws:sqs/queue:Queue", "aws:sqs/queue:Queue"],
  ])("resolves %s to %s", (token, canonical) => {
    expect(canonicalType(token)).toBe(canonical);
  });

  it("leaves a list alone, whose items are the resources", () => {
    expect(canonicalType(LIST)).toBe(LIST);
    expect(listItemType(LIST)).toBe("kubernetes:apps/v1:Deployment");
    expect(tokensOf("kubernetes:apps/v1:Deployment")).toContain(LIST);
  });
});

describe("expandList", () => {
  it("gives each item as a resource whose paths start at the item", () => {
    const items = expandList(list([{ metadata: { name: "api" } }, { spec: { replicas: 2 } }]));
    expect(items.map(({ type, name }) => [type, name])).toEqual([
      ["kubernetes:apps/v1:Deployment", "apps/api"],
      ["kubernetes:apps/v1:Deployment", "apps"],
    ]);
    const second = new Resource(items[1] as ResourceData);
    expect(second.get("spec", "replicas").number()).toBe(2);
    expect(second.get("spec", "replicas").pointer).toBe("/items/1/spec/replicas");
  });

  it("keeps items secret when the list is", () => {
    const [item] = expandList(list(new Secret([{ spec: {} }])));
    expect(new Resource(item as ResourceData).get("spec").isSecret).toBe(true);
  });

  it.each([
    ["the list", UNKNOWN, "/items"],
    ["an item", [UNKNOWN], "/items/0"],
    ["a redacted list", new Secret(undefined), "/items"],
  ])("makes every read of %s that is not known undecided", (_name, items, pointer) => {
    const [item] = expandList(list(items));
    const read = () => new Resource(item as ResourceData).get("spec");
    expect(read).toThrow(expect.any(Undecided));
    expect((thrownBy(read) as Undecided).property.pointer).toBe(pointer);
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (thrown) {
    return thrown;
  }
}
