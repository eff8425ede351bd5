import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { containersOf, field, task } from "../_containers.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ecs-read-only-root-fs",
  title: "Mount the root file system of containers read-only.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "What an attacker can write into the image's files, a container runs.",
  fix: "Set readonlyRootFilesystem to true in the container definitions, and mount volumes where something is written.",
  links: [
    securityHub("ecs"),
    awsDocs("Container definition", "AmazonECS/latest/APIReference/API_ContainerDefinition.html"),
  ],
  types: ["aws:ecs/taskDefinition:TaskDefinition"],
  check: (definition) => {
    // Windows has no such mount.
    if ((definition.get("runtimePlatform", "operatingSystemFamily").string() ?? "").startsWith("WINDOWS")) {
      return [];
    }
    return each(containersOf(definition), (container) =>
      field(container, "readonlyRootFilesystem").mustBe(
        true,
        "A container can write to its root file system; set readonlyRootFilesystem to true",
      ),
    );
  },
  examples: {
    pass: [
      { inputs: task({ name: "api", readonlyRootFilesystem: true }) },
      {
        name: "Windows",
        inputs: { ...task({ name: "api" }), runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } },
      },
    ],
    fail: [
      { name: "not set", inputs: task({ name: "api" }), path: "/containerDefinitions", message: "can write" },
      {
        name: "the second container",
        inputs: task({ name: "api", readonlyRootFilesystem: true }, { name: "agent", readonlyRootFilesystem: false }),
        path: "/containerDefinitions",
        message: "can write",
      },
    ],
    undecided: [
      { inputs: { containerDefinitions: UNKNOWN }, path: "/containerDefinitions" },
      {
        inputs: { ...task({ name: "api" }), runtimePlatform: { operatingSystemFamily: UNKNOWN } },
        path: "/runtimePlatform/operatingSystemFamily",
      },
    ],
  },
});
