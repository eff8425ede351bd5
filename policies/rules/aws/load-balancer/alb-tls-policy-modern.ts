import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { knownText, listenerProtocol } from "../_listeners.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "alb-tls-policy-modern",
  title: "Choose a security policy that offers TLS 1.2 and 1.3 with forward secrecy only.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Old policies accept weak ciphers.",
  fix: "Set sslPolicy to a TLS 1.3 policy of the Res kind, such as ELBSecurityPolicy-TLS13-1-2-Res-2021-06.",
  links: [
    securityHub("elb"),
    awsDocs("Security policies", "elasticloadbalancing/latest/application/describe-ssl-policies.html"),
  ],
  types: ["aws:lb/listener:Listener"],
  check: (listener) => {
    if (!ENCRYPTED.has(listenerProtocol(listener))) return NOT_APPLICABLE;
    const policy = listener.get("sslPolicy");
    if (MODERN.test(policy.string() ?? "")) return [];
    return [
      policy.fail(
        "The listener accepts old protocols or ciphers without forward secrecy; set sslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      ),
    ];
  },
  remediate: (listener) =>
    ENCRYPTED.has(knownText(listener, "protocol") ?? "")
      ? whenUnset(listener, "sslPolicy", "ELBSecurityPolicy-TLS13-1-2-Res-2021-06")
      : [],
  examples: {
    pass: [
      { inputs: { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06" } },
      { inputs: { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" } },
      { inputs: { protocol: "TLS", sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06" } },
      { inputs: { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" } },
      { inputs: { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04" } },
    ],
    fail: [
      {
        name: "a protocol in small letters",
        inputs: { protocol: "tls", port: 443, sslPolicy: "ELBSecurityPolicy-2016-08" },
        path: "/sslPolicy",
        message: "old protocols",
      },
      {
        name: "a protocol that the port tells",
        inputs: { port: 443, sslPolicy: "ELBSecurityPolicy-TLS13-1-1-2021-06" },
        path: "/sslPolicy",
        message: "old protocols",
      },
      { name: "not set", inputs: { protocol: "HTTPS", port: 443 }, path: "/sslPolicy", message: "old protocols" },
      {
        inputs: { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06" },
        path: "/sslPolicy",
        message: "old protocols",
      },
    ],
    undecided: [
      { inputs: { protocol: UNKNOWN }, path: "/protocol" },
      { inputs: { protocol: "HTTPS", sslPolicy: UNKNOWN }, path: "/sslPolicy" },
    ],
  },
});
const ENCRYPTED = new Set(["HTTPS", "TLS"]);
/** TLS 1.2 with forward secrecy only, or TLS 1.3 only: the extended policies (Ext) add ciphers without it. */
const MODERN = /^ELBSecurityPolicy-TLS13-1-(?:3|2(?:-Res)?)-(?:FIPS-)?(?:PQ-)?\d{4}-\d{2}$/;
