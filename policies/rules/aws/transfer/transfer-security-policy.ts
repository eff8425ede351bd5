import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "transfer-security-policy",
  title: "Offer only current ciphers at file servers.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "The default of 2018 offers SHA-1 and ciphers that have been given up since.",
  fix: "Set securityPolicyName to a policy of 2024 or later, such as TransferSecurityPolicy-2024-01.",
  links: [awsDocs("Security policies of servers", "transfer/latest/userguide/security-policies.html")],
  types: ["aws:transfer/server:Server"],
  config: z.object({
    oldest: z
      .string()
      .regex(/^\d{4}-\d{2}$/)
      .default("2024-01")
      .describe("Year and month of the oldest policy."),
  }),
  check: (server, { config }) => {
    const policy = server.get("securityPolicyName");
    const date = /(?<date>\d{4}-\d{2})$/.exec(policy.string() ?? "")?.groups?.["date"] ?? "";
    return date >= config.oldest
      ? []
      : [
          policy.fail(
            `The server offers outdated ciphers; set securityPolicyName to a policy of ${config.oldest} or later`,
          ),
        ];
  },
  examples: {
    pass: [
      { inputs: { securityPolicyName: "TransferSecurityPolicy-2024-01" } },
      { inputs: { securityPolicyName: "TransferSecurityPolicy-FIPS-2025-03" } },
    ],
    fail: [
      {
        name: "not set: that of 2018",
        inputs: { protocols: ["SFTP"] },
        path: "/securityPolicyName",
        message: "outdated ciphers",
      },
      {
        inputs: { securityPolicyName: "TransferSecurityPolicy-2020-06" },
        path: "/securityPolicyName",
        message: "outdated ciphers",
      },
    ],
    undecided: [{ inputs: { securityPolicyName: UNKNOWN }, path: "/securityPolicyName" }],
  },
});
