import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "acm-key-strength",
  title: "Use RSA 2048 or stronger, or an elliptic-curve key.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Weak keys can be factored.",
  fix: "Remove keyAlgorithm, or set it to RSA_2048 or EC_prime256v1.",
  links: [securityHub("acm"), awsDocs("Key algorithms", "acm/latest/userguide/acm-certificate-characteristics.html")],
  types: ["aws:acm/certificate:Certificate"],
  check: (certificate) =>
    certificate
      .get("keyAlgorithm")
      .mustNotBe("RSA_1024", "The key can be factored; set keyAlgorithm to RSA_2048 or EC_prime256v1"),
  examples: {
    pass: [
      { inputs: { keyAlgorithm: "EC_prime256v1" } },
      { name: "not set", inputs: { domainName: "shop.example.com" } },
    ],
    fail: [{ inputs: { keyAlgorithm: "RSA_1024" }, path: "/keyAlgorithm", message: "can be factored" }],
    undecided: [{ inputs: { keyAlgorithm: UNKNOWN }, path: "/keyAlgorithm" }],
  },
});
