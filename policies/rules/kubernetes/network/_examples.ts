import type { ExampleResource } from "../../../rule.ts";
import type { Properties, Value } from "../../../value.ts";

export const POLICY_TYPE = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

/** Inputs of a NetworkPolicy in the namespace `shop`. */
export function policyInputs(spec: Value, metadata: Properties = {}): Properties {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "policy", namespace: "shop", ...metadata },
    spec,
  };
}

/** A NetworkPolicy beside the resource under judgement. */
export function networkPolicy(spec: Value, metadata: Properties = {}, name = "policy"): ExampleResource {
  return { type: POLICY_TYPE, name, inputs: policyInputs(spec, metadata) };
}

/** Inputs of a Service in the namespace `shop`. */
export function service(spec: Value, annotations?: Value): Properties {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "api", namespace: "shop", ...(annotations !== undefined && { annotations }) },
    spec,
  };
}

/** Inputs of an Ingress in the namespace `shop`. */
export function ingress(spec: Value, annotations?: Value): Properties {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "web", namespace: "shop", ...(annotations !== undefined && { annotations }) },
    spec,
  };
}
