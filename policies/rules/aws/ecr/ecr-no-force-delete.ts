import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "ecr-no-force-delete",
  title: "Do not allow deleting a repository that holds images.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A rollback would have nothing to roll back to.",
  fix: "Set forceDelete to false or leave it out.",
  links: [awsDocs("Deleting a repository", "AmazonECR/latest/userguide/repository-delete.html")],
  types: ["aws:ecr/repository:Repository"],
  check: (repository) =>
    repository.get("forceDelete").mustNotBe(true, "A destroy takes every image with it; set forceDelete to false"),
  remediate: (repository) => whenUnset(repository, "forceDelete", false),
  examples: {
    pass: [{ name: "not set", inputs: {} }, { inputs: { forceDelete: false } }],
    fail: [{ inputs: { forceDelete: true }, path: "/forceDelete", message: "takes every image" }],
    undecided: [{ inputs: { forceDelete: UNKNOWN }, path: "/forceDelete" }],
  },
});
