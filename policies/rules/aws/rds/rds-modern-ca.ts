import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "rds-modern-ca",
  title: "Use a current certificate authority for the server certificate.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Clients that verify the chain fail, or stop verifying, when the old one ends.",
  fix: "Remove the identifier or name a current certificate authority.",
  links: [awsDocs("Rotating certificates", "AmazonRDS/latest/UserGuide/UsingWithRDS.SSL-certificate-rotation.html")],
  types: ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance", "aws:rds/cluster:Cluster"],
  config: z.object({
    allowed: z
      .array(z.string())
      .default(["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"])
      .describe("Certificate authorities that may sign server certificates."),
  }),
  check: (database, { config }) => {
    const authority = database.get(
      database.type === "aws:rds/cluster:Cluster" ? "caCertificateIdentifier" : "caCertIdentifier",
    );
    const name = authority.string();
    // RDS picks a current authority when none is named.
    if (name === undefined || config.allowed.includes(name)) return [];
    return [
      authority.fail(`The server certificate comes from an outdated authority; use ${config.allowed.join(", ")}`),
    ];
  },
  examples: {
    pass: [{ inputs: { caCertIdentifier: "rds-ca-rsa2048-g1" } }, { name: "not set", inputs: {} }],
    fail: [
      { inputs: { caCertIdentifier: "rds-ca-2019" }, path: "/caCertIdentifier", message: "outdated authority" },
      {
        type: "aws:rds/cluster:Cluster",
        inputs: { caCertificateIdentifier: "rds-ca-2019" },
        path: "/caCertificateIdentifier",
        message: "outdated authority",
      },
    ],
    undecided: [{ inputs: { caCertIdentifier: UNKNOWN }, path: "/caCertIdentifier" }],
  },
});
