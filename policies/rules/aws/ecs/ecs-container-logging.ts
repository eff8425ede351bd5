import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { containersOf, field, task } from "../_containers.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ecs-container-logging",
  title: "Send what containers log somewhere.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Without a log driver nothing tells what a container did once it has ended.",
  fix: "Set logConfiguration.logDriver in the container definitions, such as awslogs.",
  links: [securityHub("ecs"), awsDocs("Logs of containers", "AmazonECS/latest/developerguide/using_awslogs.html")],
  types: ["aws:ecs/taskDefinition:TaskDefinition"],
  check: (definition) =>
    each(containersOf(definition), (container) =>
      field(field(container, "logConfiguration"), "logDriver").mustBeSet(
        "What a container logs is lost; set logConfiguration.logDriver",
      ),
    ),
  examples: {
    pass: [{ inputs: task({ name: "api", logConfiguration: { logDriver: "awslogs" } }) }],
    fail: [
      { name: "not set", inputs: task({ name: "api" }), path: "/containerDefinitions", message: "is lost" },
      {
        name: "the second container",
        inputs: task(
          { name: "api", logConfiguration: { logDriver: "awslogs" } },
          { name: "agent", logConfiguration: { options: {} } },
        ),
        path: "/containerDefinitions",
        message: "is lost",
      },
    ],
    undecided: [{ inputs: { containerDefinitions: UNKNOWN }, path: "/containerDefinitions" }],
  },
});
