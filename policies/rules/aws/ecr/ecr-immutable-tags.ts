import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ecr-immutable-tags",
  title: "Make image tags immutable.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A moved tag swaps code under a running release.",
  fix: "Set imageTagMutability to IMMUTABLE.",
  links: [securityHub("ecr"), awsDocs("Tag immutability", "AmazonECR/latest/userguide/image-tag-mutability.html")],
  types: ["aws:ecr/repository:Repository"],
  check: (repository) => {
    const mutability = repository.get("imageTagMutability");
    if (mutability.string()?.startsWith("IMMUTABLE") === true) return [];
    return [mutability.fail("A tag can be moved to other code; set imageTagMutability to IMMUTABLE")];
  },
  examples: {
    pass: [
      { inputs: { imageTagMutability: "IMMUTABLE" } },
      { inputs: { imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" } },
    ],
    fail: [
      { name: "not set", inputs: { name: "api" }, path: "/imageTagMutability", message: "can be moved" },
      { inputs: { imageTagMutability: "MUTABLE" }, path: "/imageTagMutability", message: "can be moved" },
    ],
    undecided: [{ inputs: { imageTagMutability: UNKNOWN }, path: "/imageTagMutability" }],
  },
});
