import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

const PATH = ["brokerNodeGroupInfo", "connectivityInfo", "publicAccess", "type"] as const;

export default defineRule({
  id: "msk-not-public",
  title: "Never give Kafka brokers public addresses.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Brokers should be reached only from inside the VPC.",
  fix: "Remove publicAccess from connectivityInfo or set its type to DISABLED.",
  links: [securityHub("msk"), awsDocs("Public access", "msk/latest/developerguide/public-access.html")],
  types: ["aws:msk/cluster:Cluster"],
  check: (cluster) => {
    const access = cluster.get(...PATH);
    return ["DISABLED", undefined].includes(access.string())
      ? []
      : [access.fail("The brokers have public addresses; set the type of publicAccess to DISABLED")];
  },
  examples: {
    pass: [
      { inputs: { brokerNodeGroupInfo: { connectivityInfo: { publicAccess: { type: "DISABLED" } } } } },
      { name: "not set", inputs: { clusterName: "orders" } },
    ],
    fail: [
      {
        inputs: { brokerNodeGroupInfo: { connectivityInfo: { publicAccess: { type: "SERVICE_PROVIDED_EIPS" } } } },
        path: "/brokerNodeGroupInfo/connectivityInfo/publicAccess/type",
        message: "public addresses",
      },
    ],
    undecided: [
      {
        inputs: { brokerNodeGroupInfo: { connectivityInfo: { publicAccess: { type: UNKNOWN } } } },
        path: "/brokerNodeGroupInfo/connectivityInfo/publicAccess/type",
      },
    ],
  },
});
