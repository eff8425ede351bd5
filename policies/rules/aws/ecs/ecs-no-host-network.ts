import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ecs-no-host-network",
  title: "Give tasks a network of their own, not that of the host.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "On the host's network a container reaches what listens on its loopback, and its metadata, past every security group of the task.",
  fix: "Set networkMode to awsvpc.",
  links: [securityHub("ecs"), awsDocs("Task networking", "AmazonECS/latest/developerguide/task-networking.html")],
  types: ["aws:ecs/taskDefinition:TaskDefinition"],
  check: (definition) =>
    definition
      .get("networkMode")
      .mustNotBe("host", "Containers are on the network of their host; set networkMode to awsvpc"),
  examples: {
    pass: [{ inputs: { networkMode: "awsvpc" } }, { name: "not set: bridge", inputs: { family: "shop" } }],
    fail: [{ inputs: { networkMode: "host" }, path: "/networkMode", message: "network of their host" }],
    undecided: [{ inputs: { networkMode: UNKNOWN }, path: "/networkMode" }],
  },
});
