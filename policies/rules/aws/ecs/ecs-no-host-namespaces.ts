import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ecs-no-host-namespaces",
  title: "Keep tasks out of the host's process and IPC namespaces.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A container that sees the processes or the shared memory of its host reads the secrets of all others on it.",
  fix: "Leave pidMode and ipcMode out, or set them to task.",
  links: [
    securityHub("ecs"),
    awsDocs("Task definition parameters", "AmazonECS/latest/developerguide/task_definition_parameters.html"),
  ],
  types: ["aws:ecs/taskDefinition:TaskDefinition"],
  check: (definition) =>
    all(
      () =>
        definition
          .get("pidMode")
          .mustNotBe("host", "Containers share the process namespace of their host; set pidMode to task"),
      () =>
        definition
          .get("ipcMode")
          .mustNotBe("host", "Containers share the IPC namespace of their host; set ipcMode to task or none"),
    ),
  examples: {
    pass: [{ inputs: { family: "shop" } }, { inputs: { pidMode: "task", ipcMode: "none" } }],
    fail: [
      { inputs: { pidMode: "host" }, path: "/pidMode", message: "process namespace" },
      { inputs: { ipcMode: "host" }, path: "/ipcMode", message: "IPC namespace" },
    ],
    undecided: [
      { inputs: { pidMode: UNKNOWN }, path: "/pidMode" },
      { inputs: { ipcMode: UNKNOWN }, path: "/ipcMode" },
    ],
  },
});
