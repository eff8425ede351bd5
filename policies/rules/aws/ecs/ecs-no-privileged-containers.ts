import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { containersOf, field, task } from "../_containers.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ecs-no-privileged-containers",
  title: "Run no privileged containers in tasks.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A privileged container is root on its host.",
  fix: "Leave privileged out of the container definitions.",
  links: [
    securityHub("ecs"),
    awsDocs("Container definition", "AmazonECS/latest/APIReference/API_ContainerDefinition.html"),
  ],
  types: ["aws:ecs/taskDefinition:TaskDefinition"],
  check: (definition) =>
    each(containersOf(definition), (container) =>
      field(container, "privileged").mustNotBe(
        true,
        "A container is privileged, which makes it root on its host; leave privileged out",
      ),
    ),
  examples: {
    pass: [
      { inputs: task({ name: "api", image: "api:1.4.2" }, { name: "agent", image: "agent:2.0.1", privileged: false }) },
    ],
    fail: [
      { inputs: task({ name: "api", privileged: true }), path: "/containerDefinitions", message: "is privileged" },
      {
        name: "the second container, with a capital letter",
        inputs: task({ name: "api" }, { Name: "agent", Privileged: true }),
        path: "/containerDefinitions",
        message: "is privileged",
      },
    ],
    undecided: [
      { inputs: { containerDefinitions: UNKNOWN }, path: "/containerDefinitions" },
      { name: "no list", inputs: { containerDefinitions: "{}" }, path: "/containerDefinitions" },
    ],
  },
});
