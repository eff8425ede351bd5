import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { itemName } from "../_objects.ts";
import { POD_TYPES, onPod } from "../_pods.ts";

export default defineRule({
  id: "pss-baseline-host-path-volumes",
  title: "Refuse host-path volumes.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A path of the node's file system leads to its credentials, its logs and the data of other pods; a writable one to the node.",
  fix: "Replace the hostPath volume by an emptyDir, a persistentVolumeClaim or a CSI volume.",
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, ({ spec }) =>
      each(spec.get("volumes").items(), (volume) => {
        const hostPath = volume.get("hostPath");
        return hostPath.isSet
          ? [hostPath.fail(`volume ${itemName(volume)} mounts a path of the node; use another volume type.`)]
          : [];
      }),
    ),
  examples: {
    pass: [{ inputs: withContainer({}) }, { inputs: withContainer({}, { volumes: [{ name: "tmp", emptyDir: {} }] }) }],
    fail: [
      {
        name: "the second volume, beside an unknown one",
        inputs: withContainer({}, { volumes: [UNKNOWN, { name: "logs", hostPath: { path: "/var/log" } }] }),
        path: `${POD}/volumes/1/hostPath`,
        message: 'volume "logs" mounts a path of the node',
      },
    ],
    undecided: [
      { inputs: withContainer({}, { volumes: UNKNOWN }), path: `${POD}/volumes` },
      {
        inputs: withContainer({}, { volumes: [{ name: "logs", hostPath: UNKNOWN }] }),
        path: `${POD}/volumes/0/hostPath`,
      },
    ],
  },
});
