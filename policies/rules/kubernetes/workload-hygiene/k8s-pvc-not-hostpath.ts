import { all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { lacks } from "../_objects.ts";

const CLASS = "kubernetes:storage.k8s.io/v1:StorageClass";
const volume = (spec: object) => ({ metadata: { name: "data" }, spec: { ...spec } });
const FIX = "set it to Retain.";

export default defineRule({
  id: "k8s-pvc-not-hostpath",
  title: "Do not declare persistent volumes on host paths, and retain data volumes.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A volume on a node's path gives pods the node's disk through the back door; a deleted claim takes a volume that is not retained with it.",
  fix: "Use a CSI volume, and set the reclaim policy of volumes and storage classes to Retain.",
  links: [
    { title: "Kubernetes: persistent volumes", url: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/" },
  ],
  types: ["kubernetes:core/v1:PersistentVolume", CLASS],
  check: (resource) => {
    if (resource.type === CLASS) {
      const policy = resource.get("reclaimPolicy");
      const message = `volumes of the class are deleted with their claims, as reclaimPolicy is Delete; ${FIX}`;
      // Unlike a volume made by hand, a class deletes unless told otherwise.
      return policy.string() === undefined ? [lacks(resource, policy, message)] : policy.mustBe("Retain", message);
    }
    return all(
      () =>
        each(["hostPath", "local"], (type) => {
          const source = resource.get("spec", type);
          return source.isSet ? [source.fail("the volume is a path of a node; use a CSI volume.")] : [];
        }),
      () => {
        const policy = resource.get("spec", "persistentVolumeReclaimPolicy");
        return (policy.string() ?? "Retain") === "Retain"
          ? []
          : [policy.fail(`the volume is deleted with its claim; ${FIX}`)];
      },
    );
  },
  examples: {
    pass: [
      { inputs: volume({ csi: { driver: "ebs.csi.aws.com", volumeHandle: "vol-1" } }) },
      { type: CLASS, inputs: { provisioner: "ebs.csi.eks.amazonaws.com", reclaimPolicy: "Retain" } },
    ],
    fail: [
      {
        inputs: volume({ hostPath: { path: "/data" } }),
        path: "/spec/hostPath",
        message: "the volume is a path of a node",
      },
      {
        name: "beside an unknown source",
        inputs: volume({ hostPath: UNKNOWN, persistentVolumeReclaimPolicy: "Delete" }),
        path: "/spec/persistentVolumeReclaimPolicy",
        message: "deleted with its claim",
      },
      {
        name: "unset in a class",
        type: CLASS,
        inputs: { provisioner: "ebs.csi.eks.amazonaws.com" },
        path: "/reclaimPolicy",
        message: "deleted with their claims",
      },
    ],
    undecided: [
      { inputs: volume({ hostPath: UNKNOWN }), path: "/spec/hostPath" },
      { inputs: volume({ persistentVolumeReclaimPolicy: UNKNOWN }), path: "/spec/persistentVolumeReclaimPolicy" },
      { type: CLASS, inputs: { reclaimPolicy: UNKNOWN }, path: "/reclaimPolicy" },
    ],
  },
});
