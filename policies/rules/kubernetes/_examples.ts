import type { Properties, Value } from "../../value.ts";

/** Where the pod's spec is in the examples' Deployments. */
export const POD = "/spec/template/spec";

const LABELS = { app: "api" };

/** Inputs of a Deployment with this pod spec. */
export function deployment(spec: Value, metadata: Properties = { labels: LABELS }): Properties {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "api", namespace: "shop" },
    spec: { selector: { matchLabels: LABELS }, template: { metadata, spec } },
  };
}

/** Inputs of a Deployment with one container. */
export function withContainer(fields: Properties, podFields: Properties = {}): Properties {
  return deployment({ ...podFields, containers: [{ name: "api", ...fields }] });
}

/** Inputs of a Deployment with a container and an init container. */
export function withInitContainer(fields: Properties, main: Properties, podFields: Properties = {}): Properties {
  return deployment({
    ...podFields,
    containers: [{ name: "api", ...main }],
    initContainers: [{ name: "migrate", ...fields }],
  });
}

/** Inputs of a CronJob with this pod spec. */
export function cronJob(spec: Value): Properties {
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "report", namespace: "shop" },
    spec: { schedule: "0 3 * * *", jobTemplate: { spec: { template: { spec } } } },
  };
}

/** Inputs of a Pod with this spec. */
export function pod(spec: Value, metadata: Properties = {}): Properties {
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "api", namespace: "shop", ...metadata }, spec };
}
