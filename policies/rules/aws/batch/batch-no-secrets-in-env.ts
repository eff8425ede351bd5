import { all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { field, jobContainers, podContainers } from "../_containers.ts";
import { judgeVariable } from "../_environment.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "batch-no-secrets-in-env",
  title: "Keep credentials out of the environment of jobs.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A job definition shows them to all who may describe it, and every revision keeps them.",
  fix: "List the credential in secrets with valueFrom, in place of environment.",
  links: [awsDocs("Sensitive data in jobs", "batch/latest/userguide/specifying-sensitive-data.html")],
  types: ["aws:batch/jobDefinition:JobDefinition"],
  check: (definition) =>
    all(
      () =>
        each(jobContainers(definition), (container) =>
          each(field(container, "environment").items(), (variable) =>
            judgeVariable(field(variable, "name").string() ?? "", field(variable, "value"), INSTEAD),
          ),
        ),
      () =>
        each(podContainers(definition), (container) =>
          each(container.get("envs").items(), (variable) =>
            judgeVariable(variable.get("name").string() ?? "", variable.get("value"), "mount a secret"),
          ),
        ),
    ),
  examples: {
    pass: [
      {
        inputs: {
          type: "container",
          containerProperties: JSON.stringify({
            image: "job:1.4.2",
            environment: [{ name: "LEVEL", value: "info" }],
            secrets: [{ name: "TOKEN", valueFrom: "arn:aws:ssm:eu-central-1:111122223333:parameter/shop" }],
          }),
        },
      },
      {
        inputs: {
          type: "container",
          eksProperties: {
            podProperties: { containers: [{ image: "job:1.4.2", envs: [{ name: "LEVEL", value: "info" }] }] },
          },
        },
      },
    ],
    fail: [
      {
        inputs: {
          containerProperties: JSON.stringify({ environment: [{ name: "API_TOKEN", value: "not-a-real-token" }] }),
        },
        path: "/containerProperties",
        message: "looks like a secret",
      },
      {
        name: "in a pod",
        inputs: {
          eksProperties: {
            podProperties: { containers: [{ envs: [{ name: "KEY", value: "AKIAIOSFODNN7EXAMPLE" }] }] },
          },
        },
        path: "/eksProperties/podProperties/containers/0/envs/0/value",
        message: "an AWS access key",
      },
    ],
    undecided: [
      { inputs: { containerProperties: UNKNOWN }, path: "/containerProperties" },
      { inputs: { eksProperties: UNKNOWN }, path: "/eksProperties" },
    ],
  },
});
const INSTEAD = "list it in secrets with valueFrom";
