import type { Resource, Stack } from "../../../resource.ts";
import { type Issue, NOT_APPLICABLE, defineRule, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { ALB, INGRESS_TYPES, NGINX, controllerOf, takesHstsBack } from "../_ingress.ts";
import { ALB_ANNOTATIONS, NGINX_ANNOTATIONS } from "../_links.ts";
import { plainText } from "../_objects.ts";
import { ingress } from "./_examples.ts";

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const LISTENER = `${ALB}/listener-attributes.HTTPS-443`;
const HEADER = "routing.http.response.strict_transport_security.header_value";
const nginxSettings = (hsts: Value) => ({
  type: CONFIG_MAP,
  name: "settings",
  inputs: { metadata: { name: "ingress-nginx-controller", namespace: "ingress" }, data: { hsts } },
});

export default defineRule({
  id: "k8s-ingress-hsts",
  title: "Send HSTS from the ingress, by listener attributes or controller setting.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "With the header browsers refuse plain HTTP from then on, so that nobody on the way can downgrade a visit.",
  fix: `Set ${HEADER} in the annotation ${LISTENER}; leave nginx's setting hsts at true.`,
  links: [ALB_ANNOTATIONS, NGINX_ANNOTATIONS],
  types: INGRESS_TYPES,
  check: (resource, { stack }) => {
    switch (controllerOf(resource)) {
      case "alb":
        return judgeAlb(resource);
      case "nginx":
        return judgeNginx(stack);
      default:
        return NOT_APPLICABLE;
    }
  },
  examples: {
    pass: [
      { inputs: ingress({}, { [LISTENER]: `${HEADER}=max-age=31536000; includeSubDomains` }) },
      { name: "nginx sends it by itself", inputs: ingress({ ingressClassName: "nginx" }) },
    ],
    fail: [
      {
        name: "unset",
        inputs: ingress({ ingressClassName: "alb" }),
        path: "/metadata/annotations",
        message: "the load balancer sends no HSTS",
      },
      {
        name: "another attribute",
        inputs: ingress({}, { [LISTENER]: "routing.http.response.server.enabled=false" }),
        path: "/metadata/annotations",
        message: "sends no HSTS",
      },
      {
        name: "an age of zero, which takes it back",
        inputs: ingress({}, { [LISTENER]: `${HEADER}=max-age=0` }),
        path: "/metadata/annotations",
        message: "sends no HSTS",
      },
      {
        name: "nginx told not to",
        inputs: ingress({}, { [`${NGINX}/proxy-body-size`]: "8m" }),
        stack: [nginxSettings("false")],
        path: "/data/hsts",
        message: "the ingress controller sends no HSTS",
      },
    ],
    undecided: [
      {
        inputs: ingress({}, { [LISTENER]: UNKNOWN }),
        path: "/metadata/annotations/alb.ingress.kubernetes.io~1listener-attributes.HTTPS-443",
      },
      { inputs: ingress({ ingressClassName: "nginx" }), stack: [nginxSettings(UNKNOWN)], path: "/data/hsts" },
    ],
  },
});

function judgeAlb(resource: Resource): Issue[] {
  const annotations = resource.get("metadata", "annotations");
  const attributes = annotations.entries().filter(([name]) => name.startsWith(`${ALB}/listener-attributes.`));
  if (some(attributes, ([, value]) => sendsHsts(value.string() ?? ""))) return [];
  return [annotations.fail(`the load balancer sends no HSTS; set ${HEADER} in ${LISTENER}.`)];
}

function sendsHsts(attributes: string): boolean {
  return attributes.includes(HEADER) && !takesHstsBack(attributes);
}

function judgeNginx(stack: Stack): Issue[] {
  return nginxConfigMaps(stack).flatMap((settings) => {
    const hsts = settings.get("data", "hsts");
    return hsts.boolean() === false ? [hsts.fail("the ingress controller sends no HSTS; set hsts to true.")] : [];
  });
}

function nginxConfigMaps(stack: Stack): readonly Resource[] {
  return stack.memo(nginxConfigMaps, () =>
    stack
      .ofType(CONFIG_MAP)
      .filter((settings) =>
        /nginx.*controller|nginx-config/.test(plainText(() => settings.get("metadata", "name")) ?? ""),
      ),
  );
}
