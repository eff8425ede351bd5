import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "codebuild-no-privileged",
  title: "Run builds without privileged mode.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A privileged build is root on the machine that it runs on.",
  fix: "Leave privilegedMode out; build images with a tool that needs no daemon.",
  links: [securityHub("codebuild"), awsDocs("Privileged mode", "codebuild/latest/userguide/change-project.html")],
  types: ["aws:codebuild/project:Project"],
  check: (project) =>
    project
      .get("environment", "privilegedMode")
      .mustNotBe(true, "Builds run privileged; set environment.privilegedMode to false"),
  examples: {
    pass: [
      { inputs: { environment: { image: "aws/codebuild/standard:7.0", privilegedMode: false } } },
      { name: "not set", inputs: { environment: { image: "aws/codebuild/standard:7.0" } } },
    ],
    fail: [
      {
        inputs: { environment: { privilegedMode: true } },
        path: "/environment/privilegedMode",
        message: "run privileged",
      },
    ],
    undecided: [{ inputs: { environment: { privilegedMode: UNKNOWN } }, path: "/environment/privilegedMode" }],
  },
});
