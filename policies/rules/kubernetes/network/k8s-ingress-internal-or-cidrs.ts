import { z } from "zod";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { ALB, INGRESS_TYPES, controllerOf } from "../_ingress.ts";
import { ALB_ANNOTATIONS } from "../_links.ts";
import { holdsEverything } from "../_network-policies.ts";
import { annotation } from "../_objects.ts";
import { ingress } from "./_examples.ts";

const PUBLIC = { [`${ALB}/scheme`]: "internet-facing" };
const PATH = "/metadata/annotations/alb.ingress.kubernetes.io~1scheme";

export default defineRule({
  id: "k8s-ingress-internal-or-cidrs",
  title: "Mark ingresses internal or limit their inbound ranges unless meant to be public.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "One annotation decides whether an internal tool is open to the internet.",
  fix: `Set ${ALB}/scheme to internal, list the clients in ${ALB}/inbound-cidrs, or name the ingress in publicIngresses.`,
  links: [ALB_ANNOTATIONS],
  types: INGRESS_TYPES,
  config: z.object({
    publicIngresses: z.array(z.string()).default([]).describe("Names of the ingresses that are meant to be public."),
  }),
  check: (resource, { config }) => {
    if (controllerOf(resource) !== "alb") return NOT_APPLICABLE;
    const scheme = annotation(resource, `${ALB}/scheme`);
    if (scheme.string() !== "internet-facing") return [];
    const ranges = annotation(resource, `${ALB}/inbound-cidrs`).string() ?? "";
    if (ranges !== "" && ranges.split(",").every((range) => !holdsEverything(range))) return [];
    if (
      config.publicIngresses.length > 0 &&
      config.publicIngresses.includes(resource.get("metadata", "name").string() ?? "")
    )
      return [];
    return [scheme.fail(`the ingress is open to the internet; set ${ALB}/scheme to internal or limit inbound-cidrs.`)];
  },
  examples: {
    pass: [
      { name: "internal by default", inputs: ingress({ ingressClassName: "alb" }) },
      { inputs: ingress({}, { ...PUBLIC, [`${ALB}/inbound-cidrs`]: "203.0.113.0/24" }) },
      { inputs: ingress({}, PUBLIC), config: { publicIngresses: ["web"] } },
    ],
    fail: [
      { inputs: ingress({}, PUBLIC), path: PATH, message: "open to the internet" },
      {
        name: "the second range",
        inputs: ingress({}, { ...PUBLIC, [`${ALB}/inbound-cidrs`]: "10.0.0.0/8, 0.0.0.0/0" }),
        path: PATH,
        message: "open to the internet",
      },
    ],
    undecided: [
      { inputs: ingress({}, { [`${ALB}/scheme`]: UNKNOWN }), path: PATH },
      {
        inputs: ingress({}, { ...PUBLIC, [`${ALB}/inbound-cidrs`]: UNKNOWN }),
        path: "/metadata/annotations/alb.ingress.kubernetes.io~1inbound-cidrs",
      },
    ],
  },
});
