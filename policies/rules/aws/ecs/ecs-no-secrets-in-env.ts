import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { containersOf, field, task } from "../_containers.ts";
import { judgeVariable } from "../_environment.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ecs-no-secrets-in-env",
  title: "Keep credentials out of the environment of containers.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A task definition shows them to all who may describe it, and every revision keeps them.",
  fix: "List the credential in secrets with valueFrom, in place of environment.",
  links: [
    securityHub("ecs"),
    awsDocs("Sensitive data in containers", "AmazonECS/latest/developerguide/specifying-sensitive-data.html"),
  ],
  types: ["aws:ecs/taskDefinition:TaskDefinition"],
  check: (definition) =>
    each(containersOf(definition), (container) =>
      each(field(container, "environment").items(), (variable) =>
        judgeVariable(
          field(variable, "name").string() ?? "",
          field(variable, "value"),
          "list it in secrets with valueFrom",
        ),
      ),
    ),
  examples: {
    pass: [
      {
        inputs: task({
          name: "api",
          environment: [{ name: "LEVEL", value: "info" }],
          secrets: [{ name: "DATABASE_PASSWORD", valueFrom: "arn:aws:ssm:eu-central-1:111122223333:parameter/shop" }],
        }),
      },
    ],
    fail: [
      {
        inputs: task({ name: "api", environment: [{ name: "DATABASE_PASSWORD", value: "not-a-real-password" }] }),
        path: "/containerDefinitions",
        message: "looks like a secret",
      },
      {
        name: "the second container",
        inputs: task(
          { name: "api" },
          { name: "agent", environment: [{ name: "ENDPOINT", value: "amqps://shop:not-a-real-password@queue" }] },
        ),
        path: "/containerDefinitions",
        message: "a URL with a password",
      },
    ],
    undecided: [{ inputs: { containerDefinitions: UNKNOWN }, path: "/containerDefinitions" }],
  },
});
