import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { ALB, INGRESS_TYPES, controllerOf, isFilled } from "../_ingress.ts";
import { ALB_ANNOTATIONS } from "../_links.ts";
import { annotation } from "../_objects.ts";
import { ingress } from "./_examples.ts";

const PUBLIC = { [`${ALB}/scheme`]: "internet-facing" };

export default defineRule({
  id: "k8s-ingress-waf",
  title: "Attach a WAFv2 ACL to internet-facing ALB ingresses.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "The controller makes this load balancer outside the stack, so that no other rule sees it stand open without a firewall.",
  fix: `Set the annotation ${ALB}/wafv2-acl-arn to the web ACL's ARN.`,
  links: [ALB_ANNOTATIONS],
  types: INGRESS_TYPES,
  check: (resource) => {
    if (controllerOf(resource) !== "alb") return NOT_APPLICABLE;
    if (annotation(resource, `${ALB}/scheme`).string() !== "internet-facing") return [];
    const acl = annotation(resource, `${ALB}/wafv2-acl-arn`);
    return isFilled(acl) ? [] : [acl.fail(`the public load balancer has no web ACL; set ${ALB}/wafv2-acl-arn.`)];
  },
  examples: {
    pass: [
      { name: "internal by default", inputs: ingress({ ingressClassName: "alb" }) },
      { inputs: ingress({}, { ...PUBLIC, [`${ALB}/wafv2-acl-arn`]: "arn:aws:wafv2:example" }) },
    ],
    fail: [
      {
        inputs: ingress({}, PUBLIC),
        path: "/metadata/annotations/alb.ingress.kubernetes.io~1wafv2-acl-arn",
        message: "has no web ACL",
      },
    ],
    undecided: [
      {
        inputs: ingress({}, { [`${ALB}/scheme`]: UNKNOWN }),
        path: "/metadata/annotations/alb.ingress.kubernetes.io~1scheme",
      },
    ],
  },
});
