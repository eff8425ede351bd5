import { NOT_APPLICABLE, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isFilled } from "../_ingress.ts";
import { NLB_ANNOTATIONS } from "../_links.ts";
import { annotation } from "../_objects.ts";
import { service } from "./_examples.ts";

const AWS = "service.beta.kubernetes.io/aws-load-balancer";
const CERTIFICATE = { [`${AWS}-ssl-cert`]: "arn:aws:acm:eu-central-1:111122223333:certificate/1" };
const CERTIFICATE_PATH = "/metadata/annotations/service.beta.kubernetes.io~1aws-load-balancer-ssl-cert";
const PORTS = [
  { name: "https", port: 443 },
  { name: "metrics", port: 9090 },
];

export default defineRule({
  id: "k8s-service-lb-tls",
  title: "Terminate TLS with an ACM certificate on load-balancer services.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Without a certificate the load balancer passes clear text on from the edge of the network.",
  fix: `Set the annotation ${AWS}-ssl-cert to the certificate's ARN, and name every port in ${AWS}-ssl-ports if that is set.`,
  links: [NLB_ANNOTATIONS],
  types: ["kubernetes:core/v1:Service"],
  check: (resource) => {
    if (resource.get("spec", "type").string() !== "LoadBalancer") return NOT_APPLICABLE;
    const certificate = annotation(resource, `${AWS}-ssl-cert`);
    if (!isFilled(certificate)) {
      return [certificate.fail(`the load balancer of the service has no certificate; set ${AWS}-ssl-cert.`)];
    }
    const listed = annotation(resource, `${AWS}-ssl-ports`).string() ?? "*";
    const covered = new Set(listed.split(",").map((port) => port.trim()));
    if (covered.has("*")) return [];
    return each(resource.get("spec", "ports").items(), (port) => {
      const number = port.get("port");
      const isCovered = covered.has(number.string() ?? "") || covered.has(port.get("name").string() ?? "");
      return isCovered
        ? []
        : [number.fail(`port ${number.string()} of the load balancer has no TLS; add it to ssl-ports.`)];
    });
  },
  examples: {
    pass: [{ inputs: service({ type: "LoadBalancer", ports: PORTS }, CERTIFICATE) }],
    fail: [
      {
        name: "unset",
        inputs: service({ type: "LoadBalancer", ports: PORTS }),
        path: CERTIFICATE_PATH,
        message: "has no certificate",
      },
      {
        name: "the second port",
        inputs: service({ type: "LoadBalancer", ports: PORTS }, { ...CERTIFICATE, [`${AWS}-ssl-ports`]: "https" }),
        path: "/spec/ports/1/port",
        message: "port 9090 of the load balancer has no TLS",
      },
    ],
    undecided: [
      { inputs: service({ type: UNKNOWN }), path: "/spec/type" },
      { inputs: service({ type: "LoadBalancer" }, { [`${AWS}-ssl-cert`]: UNKNOWN }), path: CERTIFICATE_PATH },
    ],
  },
});
