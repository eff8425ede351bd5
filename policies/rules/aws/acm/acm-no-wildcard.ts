import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "acm-no-wildcard",
  title: "Prefer certificates for named hosts over wildcards.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "A stolen wildcard key impersonates every host.",
  fix: "List the host names in domainName and subjectAlternativeNames.",
  links: [awsDocs("Certificates of ACM", "acm/latest/userguide/acm-concepts.html")],
  types: ["aws:acm/certificate:Certificate"],
  check: (certificate) =>
    each([certificate.get("domainName"), ...certificate.get("subjectAlternativeNames").items()], (name) =>
      (typeof name.raw === "string" ? name.raw : (name.string() ?? "")).startsWith("*.")
        ? [name.fail("The certificate speaks for every host of the domain; name the hosts")]
        : [],
    ),
  examples: {
    pass: [{ inputs: { domainName: "shop.example", subjectAlternativeNames: ["api.shop.example"] } }],
    fail: [
      { inputs: { domainName: "*.shop.example" }, path: "/domainName", message: "every host" },
      {
        inputs: { domainName: "shop.example", subjectAlternativeNames: ["api.shop.example", "*.shop.example"] },
        path: "/subjectAlternativeNames/1",
        message: "every host",
      },
    ],
    undecided: [
      { inputs: { domainName: UNKNOWN }, path: "/domainName" },
      { inputs: { domainName: "shop.example", subjectAlternativeNames: UNKNOWN }, path: "/subjectAlternativeNames" },
    ],
  },
});
