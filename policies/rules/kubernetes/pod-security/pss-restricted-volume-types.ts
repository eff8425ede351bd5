import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { itemName } from "../_objects.ts";
import { POD_TYPES, onPod } from "../_pods.ts";

const ALLOWED = new Set([
  "name",
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
]);

export default defineRule({
  id: "pss-restricted-volume-types",
  title: "Use only the volume types of the restricted profile.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "The other types reach the node's disk or a storage server directly, past the storage classes that an operator set up.",
  fix: "Use configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected or secret.",
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, ({ spec }) =>
      each(spec.get("volumes").items(), (volume) =>
        // A volume without any type is an emptyDir.
        each(volume.entries(), ([type, source]) =>
          !ALLOWED.has(type) && source.isSet
            ? [source.fail(`volume ${itemName(volume)} has the type ${type}; use a persistentVolumeClaim or csi.`)]
            : [],
        ),
      ),
    ),
  examples: {
    pass: [
      { inputs: withContainer({}) },
      {
        inputs: withContainer(
          {},
          {
            volumes: [
              { name: "tmp", emptyDir: {} },
              { name: "keys", secret: { secretName: "keys" } },
            ],
          },
        ),
      },
    ],
    fail: [
      {
        name: "the second volume, beside an unknown one",
        inputs: withContainer({}, { volumes: [UNKNOWN, { name: "share", nfs: { server: "10.0.0.5", path: "/" } }] }),
        path: `${POD}/volumes/1/nfs`,
        message: 'volume "share" has the type nfs',
      },
      {
        inputs: withContainer({}, { volumes: [{ name: "logs", hostPath: { path: "/var/log" } }] }),
        path: `${POD}/volumes/0/hostPath`,
        message: "has the type hostPath",
      },
    ],
    undecided: [
      { inputs: withContainer({}, { volumes: UNKNOWN }), path: `${POD}/volumes` },
      { inputs: withContainer({}, { volumes: [UNKNOWN] }), path: `${POD}/volumes/0` },
    ],
  },
});
