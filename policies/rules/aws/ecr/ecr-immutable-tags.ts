import { defineRule, each } from "../../../rule.ts";
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
    if (mutability.string()?.startsWith("IMMUTABLE") !== true) {
      return [mutability.fail("A tag can be moved to other code; set imageTagMutability to IMMUTABLE")];
    }
    return each(repository.get("imageTagMutabilityExclusionFilters").items(), (exclusion) => {
      const filter = exclusion.get("filter");
      return /^\**$/.test(filter.string() ?? "")
        ? [filter.fail("The exclusion covers every tag, so that any can be moved; name a prefix")]
        : [];
    });
  },
  examples: {
    pass: [
      { inputs: { imageTagMutability: "IMMUTABLE" } },
      {
        name: "some tags move",
        inputs: {
          imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
          imageTagMutabilityExclusionFilters: [{ filter: "dev-*", filterType: "WILDCARD" }],
        },
      },
    ],
    fail: [
      { name: "not set", inputs: { name: "api" }, path: "/imageTagMutability", message: "can be moved" },
      {
        name: "an exclusion that leaves nothing",
        inputs: {
          imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
          imageTagMutabilityExclusionFilters: [
            { filter: "dev-*", filterType: "WILDCARD" },
            { filter: "*", filterType: "WILDCARD" },
          ],
        },
        path: "/imageTagMutabilityExclusionFilters/1/filter",
        message: "covers every tag",
      },
      { inputs: { imageTagMutability: "MUTABLE" }, path: "/imageTagMutability", message: "can be moved" },
    ],
    undecided: [
      { inputs: { imageTagMutability: UNKNOWN }, path: "/imageTagMutability" },
      {
        inputs: {
          imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
          imageTagMutabilityExclusionFilters: [{ filter: UNKNOWN, filterType: "WILDCARD" }],
        },
        path: "/imageTagMutabilityExclusionFilters/0/filter",
      },
    ],
  },
});
