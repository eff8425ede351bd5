import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "elasticache-non-default-port",
  title: "Listen on a port other than the default.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "It reduces hits from generic scans.",
  fix: "Set port to another one, and change the clients with it.",
  links: [awsDocs("Replication groups", "AmazonElastiCache/latest/dg/Replication.html")],
  types: ["aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/cluster:Cluster"],
  check: (cache) => {
    const port = cache.get("port");
    const number = port.number();
    // Members of a group take its port, and set none.
    if (number === undefined && isGiven(cache, cache.get("replicationGroupId"))) return NOT_APPLICABLE;
    return number === undefined || USUAL.has(number)
      ? [port.fail("The cache listens where scans look first; set port to another one")]
      : [];
  },
  examples: {
    pass: [{ inputs: { engine: "valkey", port: 7379 } }],
    fail: [
      { name: "not set", inputs: { engine: "valkey" }, path: "/port", message: "scans look first" },
      {
        type: "aws:elasticache/cluster:Cluster",
        inputs: { engine: "memcached", port: 11211 },
        path: "/port",
        message: "scans look first",
      },
    ],
    undecided: [{ inputs: { port: UNKNOWN }, path: "/port" }],
  },
});
const USUAL = new Set([6379, 11211]);
