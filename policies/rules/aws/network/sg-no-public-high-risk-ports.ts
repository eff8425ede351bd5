import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import {
  INGRESS_TYPES,
  type TrafficRule,
  admitsPort,
  ingressRules,
  refuseFromInternet,
} from "../../_security-groups.ts";
import { securityHub } from "../_links.ts";

const HIGH_RISK_PORTS = [
  20, 21, 23, 25, 110, 111, 135, 137, 138, 139, 143, 389, 445, 636, 873, 1433, 1434, 1521, 2049, 2181, 2375, 2376, 2379,
  2380, 2483, 2484, 3000, 3306, 3310, 4333, 5000, 5432, 5439, 5500, 5601, 5672, 5900, 5985, 5986, 6379, 6432, 6443,
  7199, 8080, 8088, 8182, 8888, 9042, 9092, 9094, 9096, 9098, 9160, 9200, 9300, 10250, 10255, 11211, 15672, 26257,
  27017, 27018, 27019,
];

export default defineRule({
  id: "sg-no-public-high-risk-ports",
  title: "Refuse inbound traffic from any address to database, cache, queue, file-share and cluster-admin ports.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Data stores and control ports have no reason to face the internet.",
  fix: "Name the security group of the callers as the source, or remove the rule.",
  links: [securityHub("ec2")],
  types: INGRESS_TYPES,
  config: z.object({
    ports: z.array(z.number().int()).default(HIGH_RISK_PORTS).describe("Ports that may never face the internet."),
  }),
  check: (resource, { config }) =>
    refuseFromInternet(
      ingressRules(resource),
      (rule) => firstRisky(rule, config.ports) !== undefined,
      (rule) =>
        `Port ${firstRisky(rule, config.ports)} is open to the internet; name the callers' security group instead`,
    ),
  examples: {
    pass: [
      { inputs: { ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: ["sg-0123"] }] } },
      {
        name: "a port that the settings allow",
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: "tcp", fromPort: 8080, toPort: 8080, cidrIpv4: "0.0.0.0/0" },
        config: { ports: [5432] },
      },
    ],
    fail: [
      {
        inputs: { ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["0.0.0.0/0"] }] },
        path: "/ingress/0/cidrBlocks/0",
        message: "Port 5432 is open to the internet",
      },
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: "tcp", fromPort: 6000, toPort: 6400, cidrIpv6: "::/0" },
        path: "/cidrIpv6",
        message: "Port 6379 is open to the internet",
      },
    ],
    undecided: [
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: UNKNOWN, fromPort: 5432, toPort: 5432, cidrIpv4: "0.0.0.0/0" },
        path: "/ipProtocol",
      },
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        inputs: { ipProtocol: "tcp", fromPort: 5432, toPort: 5432, cidrIpv4: UNKNOWN },
        path: "/cidrIpv4",
      },
    ],
  },
});

function firstRisky(rule: TrafficRule, ports: readonly number[]): number | undefined {
  return ports.find((port) => admitsPort(rule, port));
}
