import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, deployment, withInitContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { POD_TYPES, eachContainer, exceptWindows, mustSet, onPod } from "../_pods.ts";

const DROP_ALL = { securityContext: { capabilities: { drop: ["ALL"] } } };

export default defineRule({
  id: "pss-restricted-capabilities-drop-all",
  title: "Drop all capabilities.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The runtime's default capabilities let a root process change owners, bind low ports and forge packets; hardly any service needs them.",
  fix: 'Set securityContext.capabilities.drop to ["ALL"] on every container.',
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, (pod) =>
      exceptWindows(
        pod,
        eachContainer(pod, ({ property, label }) => {
          const drop = property.get("securityContext", "capabilities", "drop");
          const items = drop.items();
          if (some(items, (item) => item.string() === "ALL")) return [];
          const fix = 'set capabilities.drop to ["ALL"].';
          if (items.length === 0) return mustSet(pod, drop, `${label} keeps the default capabilities; ${fix}`);
          return [drop.fail(`${label} drops some capabilities and keeps others; ${fix}`)];
        }),
      ),
    ),
  examples: {
    pass: [
      { inputs: withContainer(DROP_ALL) },
      { inputs: withContainer({ securityContext: { capabilities: { drop: [UNKNOWN, "ALL"] } } }) },
      { name: "a Windows pod", inputs: withContainer({}, { os: { name: "windows" } }) },
    ],
    fail: [
      {
        name: "unset",
        inputs: withContainer({}),
        path: `${POD}/containers/0/securityContext/capabilities/drop`,
        message: 'container "api" keeps the default capabilities',
      },
      {
        name: "the second container",
        inputs: deployment({
          containers: [
            { name: "api", ...DROP_ALL },
            { name: "agent", securityContext: { capabilities: { drop: ["NET_RAW"] } } },
          ],
        }),
        path: `${POD}/containers/1/securityContext/capabilities/drop`,
        message: 'container "agent" drops some capabilities',
      },
      {
        name: "an init container",
        inputs: withInitContainer({}, DROP_ALL),
        path: `${POD}/initContainers/0/securityContext/capabilities/drop`,
        message: 'init container "migrate"',
      },
    ],
    undecided: [
      {
        inputs: withContainer({ securityContext: { capabilities: { drop: UNKNOWN } } }),
        path: `${POD}/containers/0/securityContext/capabilities/drop`,
      },
      {
        inputs: withContainer({ securityContext: { capabilities: { drop: ["CHOWN", UNKNOWN] } } }),
        path: `${POD}/containers/0/securityContext/capabilities/drop/1`,
      },
      { inputs: withContainer({}, { os: UNKNOWN }), path: `${POD}/os` },
    ],
  },
});
