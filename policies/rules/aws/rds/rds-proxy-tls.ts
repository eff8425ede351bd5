import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "rds-proxy-tls",
  title: "Require TLS and secret- or IAM-based authentication on database proxies, with debug logging off.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A proxy that accepts clear text undoes the TLS of the database behind it.",
  fix: "Set requireTls to true and leave debugLogging off.",
  links: [awsDocs("RDS Proxy", "AmazonRDS/latest/UserGuide/rds-proxy.html")],
  types: ["aws:rds/proxy:Proxy"],
  check: (proxy) =>
    all(
      () => proxy.get("requireTls").mustBe(true, "The proxy accepts clear text; set requireTls to true"),
      () =>
        proxy.get("debugLogging").mustNotBe(true, "SQL texts with their values are logged; set debugLogging to false"),
    ),
  remediate: (proxy) => whenUnset(proxy, "requireTls", true),
  examples: {
    pass: [{ inputs: { requireTls: true } }],
    fail: [
      { name: "not set", inputs: { engineFamily: "POSTGRESQL" }, path: "/requireTls", message: "accepts clear text" },
      { inputs: { requireTls: true, debugLogging: true }, path: "/debugLogging", message: "are logged" },
    ],
    undecided: [
      { inputs: { requireTls: UNKNOWN }, path: "/requireTls" },
      { inputs: { requireTls: true, debugLogging: UNKNOWN }, path: "/debugLogging" },
    ],
  },
});
