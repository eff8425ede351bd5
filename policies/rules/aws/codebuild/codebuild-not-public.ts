import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "codebuild-not-public",
  title: "Keep builds out of the public eye.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A public project shows its logs and artifacts to everybody.",
  fix: "Leave projectVisibility out, or set it to PRIVATE.",
  links: [awsDocs("Public build projects", "codebuild/latest/userguide/public-builds.html")],
  types: ["aws:codebuild/project:Project"],
  check: (project) =>
    project
      .get("projectVisibility")
      .mustNotBe("PUBLIC_READ", "Everybody reads the logs and artifacts of builds; set projectVisibility to PRIVATE"),
  examples: {
    pass: [{ inputs: { projectVisibility: "PRIVATE" } }, { name: "not set", inputs: { name: "shop" } }],
    fail: [{ inputs: { projectVisibility: "PUBLIC_READ" }, path: "/projectVisibility", message: "Everybody reads" }],
    undecided: [{ inputs: { projectVisibility: UNKNOWN }, path: "/projectVisibility" }],
  },
});
