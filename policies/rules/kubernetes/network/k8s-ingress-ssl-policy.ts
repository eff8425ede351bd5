import type { Resource } from "../../../resource.ts";
import { NOT_APPLICABLE, anyOf, defineRule } from "../../../rule.ts";
import { Undecided } from "../../../property.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { ALB, INGRESS_TYPES, controllerOf, isFilled } from "../_ingress.ts";
import { ALB_ANNOTATIONS } from "../_links.ts";
import { annotation, isPatch, lacks } from "../_objects.ts";
import { ingress } from "./_examples.ts";

const SAFE = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06";
/** Policies whose oldest protocol is TLS 1.2. */
const MODERN = /^ELBSecurityPolicy-(?:TLS13-1-[23]-|FS-1-2-|TLS-1-2-)/;
const PATH = "/metadata/annotations/alb.ingress.kubernetes.io~1ssl-policy";
const CERTIFICATE = { [`${ALB}/certificate-arn`]: "arn:aws:acm:eu-central-1:111122223333:certificate/1" };

export default defineRule({
  id: "k8s-ingress-ssl-policy",
  title: "Name a modern ALB security policy on the ingress.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "The controller's default policy still speaks TLS 1.0 and 1.1.",
  fix: `Set the annotation ${ALB}/ssl-policy to ${SAFE} or a newer one.`,
  links: [ALB_ANNOTATIONS],
  types: INGRESS_TYPES,
  check: (resource) => {
    if (!servesTls(resource)) return NOT_APPLICABLE;
    const policy = annotation(resource, `${ALB}/ssl-policy`);
    const name = policy.string();
    if (name !== undefined && MODERN.test(name)) return [];
    const message = `the ingress accepts old versions of TLS; set ${ALB}/ssl-policy to ${SAFE}.`;
    return [name === undefined ? lacks(resource, policy, message) : policy.fail(message)];
  },
  remediate: (resource) => {
    try {
      if (isPatch(resource) || !servesTls(resource)) return [];
    } catch (thrown) {
      if (thrown instanceof Undecided) return [];
      throw thrown;
    }
    return whenUnset(resource, ["metadata", "annotations", `${ALB}/ssl-policy`], SAFE);
  },
  examples: {
    pass: [
      { inputs: ingress({}, { ...CERTIFICATE, [`${ALB}/ssl-policy`]: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" }) },
    ],
    fail: [
      { name: "unset", inputs: ingress({}, CERTIFICATE), path: PATH, message: "accepts old versions of TLS" },
      {
        inputs: ingress({}, { ...CERTIFICATE, [`${ALB}/ssl-policy`]: "ELBSecurityPolicy-2016-08" }),
        path: PATH,
        message: "accepts old versions of TLS",
      },
    ],
    undecided: [
      { inputs: ingress({}, { ...CERTIFICATE, [`${ALB}/ssl-policy`]: UNKNOWN }), path: PATH },
      { inputs: ingress({}, UNKNOWN), path: "/metadata/annotations" },
    ],
  },
});

function servesTls(resource: Resource): boolean {
  if (controllerOf(resource) !== "alb") return false;
  return anyOf(
    () => isFilled(annotation(resource, `${ALB}/certificate-arn`)),
    () => resource.get("spec", "tls").items().length > 0,
  );
}
