import { Property, Undecided } from "../policies/property.ts";
import type { Plan, PlanResource } from "./plan.ts";

/** What a resource costs or carries, in the vendor's words: class, count, size. */
export interface Capacity {
  readonly name: string;
  readonly kind: string;
  readonly size: string;
}

type Describe = (inputs: Property) => (string | undefined)[];

const text = (property: Property): string | undefined => property.string();
const unit = (property: Property, suffix: string): string | undefined => {
  const value = property.string();
  return value === undefined ? undefined : `${value} ${suffix}`;
};

/** The types whose size decides what an environment carries and costs; every other type is left out. */
const DESCRIPTIONS: Readonly<Record<string, { readonly kind: string; readonly describe: Describe }>> = {
  "aws:rds/instance:Instance": {
    kind: "RDS instance",
    describe: (db) => [
      text(db.get("instanceClass")),
      unit(db.get("allocatedStorage"), "GiB"),
      db.get("multiAz").boolean() === true ? "Multi-AZ" : "single AZ",
    ],
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    kind: "ElastiCache",
    describe: (group) => [text(group.get("nodeType")), unit(group.get("numCacheClusters"), "nodes")],
  },
  "aws:docdb/clusterInstance:ClusterInstance": {
    kind: "DocumentDB instance",
    describe: (instance) => [text(instance.get("instanceClass"))],
  },
  "aws:ec2/natGateway:NatGateway": { kind: "NAT gateway", describe: () => ["1"] },
  "aws:eks/cluster:Cluster": { kind: "EKS cluster", describe: (cluster) => [text(cluster.get("version"))] },
  "kubernetes:apps/v1:Deployment": { kind: "Deployment", describe: describeReplicas },
  "kubernetes:apps/v1:StatefulSet": { kind: "StatefulSet", describe: describeReplicas },
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": {
    kind: "HorizontalPodAutoscaler",
    describe: (hpa) => [
      `${text(hpa.get("spec", "minReplicas")) ?? "1"}–${text(hpa.get("spec", "maxReplicas")) ?? "?"} replicas`,
    ],
  },
};

function describeReplicas(workload: Property): (string | undefined)[] {
  const container = workload.get("spec", "template", "spec", "containers").items()[0];
  const requests = container?.get("resources", "requests");
  return [
    unit(workload.get("spec", "replicas"), "replicas") ?? "replicas by autoscaler",
    requests === undefined ? undefined : unit(requests.get("cpu"), "CPU"),
    requests === undefined ? undefined : text(requests.get("memory")),
  ];
}

/** The resources of a plan that have a size. A size that is not known yet reads so. */
export function capacityOf(plan: Plan): Capacity[] {
  return plan.resources.flatMap((resource) => {
    const description = DESCRIPTIONS[resource.type];
    return description === undefined
      ? []
      : [{ name: resource.name, kind: description.kind, size: sizeOf(resource, description.describe) }];
  });
}

function sizeOf(resource: PlanResource, describe: Describe): string {
  try {
    const parts = describe(new Property({ owner: resource.urn }, resource.inputs));
    return parts.filter((part) => part !== undefined).join(", ");
  } catch (thrown) {
    if (thrown instanceof Undecided) return "not known before deployment";
    throw thrown;
  }
}
