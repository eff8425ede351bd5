import type { Resource } from "../../../resource.ts";
import { anyOf, defineRule, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { NLB_ANNOTATIONS, SERVICES } from "../_links.ts";
import { holdsEverything, isEverywhere } from "../_network-policies.ts";
import { annotation } from "../_objects.ts";
import { service } from "./_examples.ts";

const AWS = "service.beta.kubernetes.io/aws-load-balancer";
/** Classes whose controllers make internal load balancers unless told otherwise: the AWS controller, EKS Auto Mode. */
const INTERNAL_CLASSES = new Set(["service.k8s.aws/nlb", "eks.amazonaws.com/nlb"]);
/** The words of the other clouds for the same. */
const INTERNAL_ANNOTATIONS: readonly (readonly [string, string])[] = [
  ["service.beta.kubernetes.io/azure-load-balancer-internal", "true"],
  ["networking.gke.io/load-balancer-type", "Internal"],
  ["cloud.google.com/load-balancer-type", "Internal"],
  ["service.beta.kubernetes.io/oci-load-balancer-internal", "true"],
  ["service.beta.kubernetes.io/openstack-internal-load-balancer", "true"],
];

export default defineRule({
  id: "k8s-service-lb-internal",
  title: "Make load-balancer services internal or restrict their source ranges.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A plain load-balancer service has a public address and admits the whole internet, past the web firewall.",
  fix: `Set the annotation ${AWS}-scheme to internal, or list the clients in spec.loadBalancerSourceRanges.`,
  links: [NLB_ANNOTATIONS, SERVICES],
  types: ["kubernetes:core/v1:Service"],
  check: (resource) => {
    const type = resource.get("spec", "type");
    if (type.string() !== "LoadBalancer") return [];
    if (
      anyOf(
        () => isInternal(resource),
        () => isRestricted(resource),
      )
    )
      return [];
    return [type.fail(`the service gets a public load balancer; set the annotation ${AWS}-scheme to internal.`)];
  },
  examples: {
    pass: [
      { inputs: service({ type: "ClusterIP" }) },
      { inputs: service({ type: "LoadBalancer" }, { [`${AWS}-scheme`]: "internal" }) },
      {
        name: "internal in the old words",
        inputs: service({ type: "LoadBalancer" }, { [`${AWS}-internal`]: "0.0.0.0/0" }),
      },
      {
        name: "internal in another cloud",
        inputs: service(
          { type: "LoadBalancer" },
          { "service.beta.kubernetes.io/openstack-internal-load-balancer": "true" },
        ),
      },
      {
        name: "internal by default",
        inputs: service({ type: "LoadBalancer", loadBalancerClass: "eks.amazonaws.com/nlb" }),
      },
      {
        inputs: service(
          { type: "LoadBalancer", loadBalancerSourceRanges: ["203.0.113.0/24"] },
          { [`${AWS}-scheme`]: "internet-facing" },
        ),
      },
    ],
    fail: [
      { name: "unset", inputs: service({ type: "LoadBalancer" }), path: "/spec/type", message: "public load balancer" },
      {
        name: "public in so many words",
        inputs: service(
          { type: "LoadBalancer", loadBalancerClass: "eks.amazonaws.com/nlb" },
          { [`${AWS}-scheme`]: "internet-facing" },
        ),
        path: "/spec/type",
        message: "public load balancer",
      },
      {
        name: "not internal",
        inputs: service({ type: "LoadBalancer" }, { [`${AWS}-internal`]: "false" }),
        path: "/spec/type",
        message: "public load balancer",
      },
      {
        name: "the internet in two halves",
        inputs: service({ type: "LoadBalancer", loadBalancerSourceRanges: ["0.0.0.0/1", "128.0.0.0/1"] }),
        path: "/spec/type",
        message: "public load balancer",
      },
      {
        name: "the second range is the internet",
        inputs: service({ type: "LoadBalancer", loadBalancerSourceRanges: ["10.0.0.0/8", "0.0.0.0/0"] }),
        path: "/spec/type",
        message: "public load balancer",
      },
    ],
    undecided: [
      { inputs: service({ type: UNKNOWN }), path: "/spec/type" },
      { inputs: service({ type: "LoadBalancer" }, UNKNOWN), path: "/metadata/annotations" },
      {
        inputs: service({ type: "LoadBalancer", loadBalancerSourceRanges: UNKNOWN }),
        path: "/spec/loadBalancerSourceRanges",
      },
      { inputs: service({ type: "LoadBalancer", loadBalancerClass: UNKNOWN }), path: "/spec/loadBalancerClass" },
    ],
  },
});

function isInternal(resource: Resource): boolean {
  const scheme = annotation(resource, `${AWS}-scheme`).string();
  if (scheme !== undefined) return scheme === "internal";
  return anyOf(
    // The controller in the tree takes any text but "false"; its documentation long gave "0.0.0.0/0".
    () => !["", "false"].includes(annotation(resource, `${AWS}-internal`).string() ?? ""),
    ...INTERNAL_ANNOTATIONS.map(
      ([name, value]) =>
        () =>
          annotation(resource, name).string() === value,
    ),
    () => INTERNAL_CLASSES.has(resource.get("spec", "loadBalancerClass").string() ?? ""),
  );
}

function isRestricted(resource: Resource): boolean {
  const ranges = resource.get("spec", "loadBalancerSourceRanges").items();
  if (ranges.length > 0) return every(ranges, (range) => !isEverywhere(range));
  const listed = annotation(resource, "service.beta.kubernetes.io/load-balancer-source-ranges").string() ?? "";
  return listed !== "" && listed.split(",").every((range) => !holdsEverything(range));
}
