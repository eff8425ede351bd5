import { ALWAYS, AWS, COMPUTED, DELETION_PROTECTION, NAMED, ON, type StatefulKinds } from "./kind.ts";

/** Kubernetes: clusters, and what is in them. */
export const CLUSTERS: StatefulKinds = {
  // eks/cluster.go
  "aws:eks/cluster:Cluster": {
    name: "EKS cluster",
    holds: "every object in it, and the volumes that go with their claims",
    guard: DELETION_PROTECTION,
    replacing: {
      ...AWS,
      "accessConfig.bootstrapClusterCreatorAdminPermissions": { default: true, sometimes: true },
      bootstrapSelfManagedAddons: ON,
      "computeConfig.nodeRoleArn": { on: "existing" },
      encryptionConfig: { on: "removed" },
      "kubernetesNetworkConfig.ipFamily": COMPUTED,
      "kubernetesNetworkConfig.serviceIpv4Cidr": COMPUTED,
      name: NAMED,
      "outpostConfig.controlPlaneInstanceType": ALWAYS,
      roleArn: ALWAYS,
    },
  },
  // pulumi-kubernetes, provider/pkg/provider/diff.go
  "kubernetes:apps/v1:StatefulSet": {
    name: "StatefulSet",
    holds: "its pods; the claims of its templates stay unless its retention policy deletes them",
    replacing: {
      "metadata.name": NAMED,
      "metadata.namespace": ALWAYS,
      "spec.podManagementPolicy": { default: "OrderedReady" },
      "spec.revisionHistoryLimit": { default: 10 },
      "spec.selector": ALWAYS,
      "spec.serviceName": ALWAYS,
      "spec.volumeClaimTemplates": ALWAYS,
    },
  },
  "kubernetes:core/v1:PersistentVolumeClaim": {
    name: "PersistentVolumeClaim",
    holds: "its volume, unless the reclaim policy retains it",
    replacing: {
      "metadata.name": NAMED,
      "metadata.namespace": ALWAYS,
      "spec.accessModes": ALWAYS,
      "spec.selector": ALWAYS,
      "spec.storageClassName": COMPUTED,
      "spec.volumeName": COMPUTED,
    },
  },
  "kubernetes:core/v1:PersistentVolume": {
    name: "PersistentVolume",
    holds: "what it points to, unless the reclaim policy retains it",
    replacing: {
      "metadata.name": NAMED,
      "spec.awsElasticBlockStore": ALWAYS,
      "spec.csi": ALWAYS,
      "spec.hostPath": ALWAYS,
      "spec.local": ALWAYS,
      "spec.nfs": ALWAYS,
    },
  },
};
