import { type Properties, type Value, isObject } from "../../policies/value.ts";
import type { PlanResource } from "../plan.ts";

/** A connection that a network policy lets out of one pod to another. */
export interface PodTraffic {
  readonly from: PlanResource;
  readonly to: PlanResource;
  readonly port: number | undefined;
}

/** Connections between pods, which no output ties together: the policies name labels. */
export function podTraffic(resources: readonly PlanResource[]): PodTraffic[] {
  const pods = resources.flatMap((resource) => {
    const labels = mapAt(resource.inputs, ["spec", "template", "metadata", "labels"]);
    return labels === undefined ? [] : [{ resource, namespace: namespaceOf(resource), labels }];
  });
  return resources.flatMap((policy) => {
    if (!policy.type.endsWith(":NetworkPolicy")) return [];
    const namespace = namespaceOf(policy);
    const subject = mapAt(policy.inputs, ["spec", "podSelector", "matchLabels"]);
    // A policy for every pod of a namespace tells nothing of one of them.
    if (subject === undefined || Object.keys(subject).length === 0) return [];
    const from = pods.filter((pod) => pod.namespace === namespace && matches(pod.labels, subject));
    const rules = listAt(mapAt(policy.inputs, ["spec"]), "egress");
    return rules.flatMap((rule) =>
      listAt(rule, "to").flatMap((peer) => {
        const selector = mapAt(peer, ["podSelector", "matchLabels"]);
        if (selector === undefined || Object.keys(selector).length === 0) return [];
        const target = mapAt(peer, ["namespaceSelector", "matchLabels"])?.["kubernetes.io/metadata.name"] ?? namespace;
        const to = pods.filter((pod) => pod.namespace === target && matches(pod.labels, selector));
        const port = listAt(rule, "ports")[0]?.["port"];
        return from.flatMap((one) =>
          to
            .filter((other) => other.resource !== one.resource)
            .map((other) => ({
              from: one.resource,
              to: other.resource,
              port: typeof port === "number" ? port : undefined,
            })),
        );
      }),
    );
  });
}

/** The namespace that an object of Kubernetes lies in, where it says so. */
export function namespaceOf({ type, inputs }: PlanResource): string | undefined {
  if (!type.startsWith("kubernetes:")) return undefined;
  const metadata = mapAt(inputs, ["metadata"]);
  const name = metadata?.[type.endsWith(":Namespace") ? "name" : "namespace"];
  return typeof name === "string" ? name : undefined;
}

function matches(labels: Properties, selector: Properties): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

function mapAt(from: Properties, keys: readonly string[]): Properties | undefined {
  let value: Value | undefined = from;
  for (const key of keys) value = isObject(value) ? value[key] : undefined;
  return isObject(value) ? value : undefined;
}

function listAt(from: Properties | undefined, key: string): Properties[] {
  const list: Value | undefined = from?.[key];
  return Array.isArray(list) ? list.filter((item): item is Properties => isObject(item)) : [];
}
