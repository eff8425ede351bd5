import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { judgeVariable } from "../_environment.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "codebuild-no-secrets-in-env",
  title: "Keep credentials out of the plain variables of builds.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Whoever may look at a project, or at a build, reads them.",
  fix: "Set type of the variable to SECRETS_MANAGER or PARAMETER_STORE, and value to the name of the secret.",
  links: [
    securityHub("codebuild"),
    awsDocs("Environment variables of builds", "codebuild/latest/userguide/build-env-ref-env-vars.html"),
  ],
  types: ["aws:codebuild/project:Project"],
  check: (project) =>
    each(project.get("environment", "environmentVariables").items(), (variable) => {
      // The value of any other type is the name of a secret.
      if ((variable.get("type").string() ?? "PLAINTEXT") !== "PLAINTEXT") return [];
      return judgeVariable(
        variable.get("name").string() ?? "",
        variable.get("value"),
        "set type to SECRETS_MANAGER, and value to the name of a secret",
      );
    }),
  examples: {
    pass: [
      {
        inputs: {
          environment: {
            environmentVariables: [
              { name: "LEVEL", value: "info" },
              { name: "NPM_TOKEN", type: "SECRETS_MANAGER", value: "shop/npm" },
            ],
          },
        },
      },
    ],
    fail: [
      {
        inputs: { environment: { environmentVariables: [{ name: "NPM_TOKEN", value: "not-a-real-token" }] } },
        path: "/environment/environmentVariables/0/value",
        message: "looks like a secret",
      },
      {
        inputs: {
          environment: { environmentVariables: [{ name: "KEY", type: "PLAINTEXT", value: "AKIAIOSFODNN7EXAMPLE" }] },
        },
        path: "/environment/environmentVariables/0/value",
        message: "an AWS access key",
      },
    ],
    undecided: [
      {
        inputs: { environment: { environmentVariables: [{ name: "KEY", value: UNKNOWN }] } },
        path: "/environment/environmentVariables/0/value",
      },
      {
        inputs: { environment: { environmentVariables: [{ name: "KEY", type: UNKNOWN, value: "a" }] } },
        path: "/environment/environmentVariables/0/type",
      },
    ],
  },
});
