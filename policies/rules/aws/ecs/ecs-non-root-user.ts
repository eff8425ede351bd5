import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { containersOf, field, task } from "../_containers.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ecs-non-root-user",
  title: "Run containers as a user who is not root.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Root in the container is what most ways out of it begin with.",
  fix: "Set user in the container definitions to a user of the image, by name or number.",
  links: [
    securityHub("ecs"),
    awsDocs("Container definition", "AmazonECS/latest/APIReference/API_ContainerDefinition.html"),
  ],
  types: ["aws:ecs/taskDefinition:TaskDefinition"],
  check: (definition) =>
    each(containersOf(definition), (container) => {
      const user = field(container, "user");
      return ADMINISTRATORS.test((user.string() ?? "").trim())
        ? [user.fail("A container runs as root, or as whom the image says; set user to one who is not root")]
        : [];
    }),
  examples: {
    pass: [{ inputs: task({ name: "api", user: "1000:1000" }, { name: "agent", user: "nobody" }) }],
    fail: [
      { name: "not set", inputs: task({ name: "api" }), path: "/containerDefinitions", message: "runs as root" },
      { inputs: task({ name: "api", user: "0:1000" }), path: "/containerDefinitions", message: "runs as root" },
      {
        name: "the second container",
        inputs: task({ name: "api", user: "1000" }, { name: "agent", user: "root" }),
        path: "/containerDefinitions",
        message: "runs as root",
      },
    ],
    undecided: [{ inputs: { containerDefinitions: UNKNOWN }, path: "/containerDefinitions" }],
  },
});
/** Who has every right in a container, of Linux and of Windows; and nobody named. */
const ADMINISTRATORS = /^(?:(?:root|0+)?(?::.*)?|(?:.*\\)?containeradministrator)$/i;
