import { expect, test } from "vitest";
import { namedTags, tagsFor } from "../../components/_tags.ts";

const tags = { system: "shop", environment: "staging", owner: "platform", dataClass: "internal" };

test("writes every tag with its hyphenated key", () => {
  expect(tagsFor("network", tags)).toEqual({
    system: "shop",
    environment: "staging",
    owner: "platform",
    "data-class": "internal",
    component: "network",
    "managed-by": "rampart",
  });
});

test("adds the Name tag on request", () => {
  expect(namedTags("network", "shop-vpc", tags)).toEqual({ ...tagsFor("network", tags), Name: "shop-vpc" });
});
