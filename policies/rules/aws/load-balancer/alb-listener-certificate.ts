import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { listenerProtocol } from "../_listeners.ts";

const CERTIFICATE = { type: "aws:acm/certificate:Certificate", name: "certificate", inputs: {} };

export default defineRule({
  id: "alb-listener-certificate",
  title: "Give HTTPS and TLS listeners an ACM certificate.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Managed certificates renew by themselves.",
  fix: "Set certificateArn to the ARN of a certificate of ACM.",
  links: [
    securityHub("elb"),
    awsDocs("Certificates of listeners", "elasticloadbalancing/latest/application/https-listener-certificates.html"),
  ],
  types: ["aws:lb/listener:Listener", "aws:lb/listenerCertificate:ListenerCertificate"],
  check: (listener) => {
    const isListener = listener.type === "aws:lb/listener:Listener";
    if (isListener && !["HTTPS", "TLS"].includes(listenerProtocol(listener))) return NOT_APPLICABLE;
    const certificate = listener.get("certificateArn");
    if (!isGiven(listener, certificate)) return [certificate.fail(`The listener has no certificate; ${FIX}`)];
    const text = certificate.raw;
    return typeof text === "string" && /^arn:[a-z-]+:iam:/.test(text)
      ? [certificate.fail(`The certificate was uploaded to IAM and is not renewed; ${FIX}`)]
      : [];
  },
  examples: {
    pass: [
      { inputs: { protocol: "HTTPS", certificateArn: ref("certificate", "arn") }, stack: [CERTIFICATE] },
      {
        type: "aws:lb/listenerCertificate:ListenerCertificate",
        inputs: { certificateArn: "arn:aws:acm:eu-central-1:111122223333:certificate/0123" },
      },
    ],
    fail: [
      { name: "not set", inputs: { protocol: "TLS", port: 443 }, path: "/certificateArn", message: "no certificate" },
      {
        type: "aws:lb/listenerCertificate:ListenerCertificate",
        inputs: { certificateArn: "arn:aws:iam::111122223333:server-certificate/shop" },
        path: "/certificateArn",
        message: "not renewed",
      },
    ],
    undecided: [
      { inputs: { protocol: "HTTPS", certificateArn: UNKNOWN }, path: "/certificateArn" },
      { inputs: { protocol: UNKNOWN }, path: "/protocol" },
    ],
  },
});
const FIX = "set certificateArn to a certificate of ACM";
