import { z } from "zod";
import { ref } from "../../../examples.ts";
import { type Property, Undecided } from "../../../property.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { type Issue, NOT_APPLICABLE, type Outcome, defineRule, each, every, some } from "../../../rule.ts";
import { type Properties, UNKNOWN } from "../../../value.ts";
import { matches } from "../../_policy-document.ts";
import { INGRESS_TYPES, ingressRules } from "../../_security-groups.ts";
import { NETWORK_POLICY_TYPES, policyRules } from "../../kubernetes/_network-policies.ts";
import { DATABASES, SECURITY_GROUP, groupsOf, guards } from "../_data-tier.ts";
import { awsDocs } from "../_links.ts";

const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const FROM_GROUP = {
  securityGroupId: ref("data"),
  referencedSecurityGroupId: ref("source"),
  ipProtocol: "tcp",
  fromPort: 5432,
  toPort: 5432,
};

export default defineRule({
  id: "pgbouncer-is-only-db-client",
  title: "Let only the pooler security group or pods reach the database port.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "Direct connections bypass pooling limits and audit. Who is a pooler is told by names, descriptions and labels; jobs that set up the database or rotate its passwords may connect as well.",
  fix: "Admit the pooler's security group only, and send applications to the pooler.",
  links: [
    awsDocs("Controlling access with security groups", "AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html"),
    { title: "PgBouncer: features", url: "https://www.pgbouncer.org/features.html" },
  ],
  types: [...INGRESS_TYPES, ...NETWORK_POLICY_TYPES],
  config: z.object({
    clients: z
      .array(z.string())
      .default(["*pgbouncer*", "*pooler*", "*bootstrap*", "*migrat*", "*rotat*"])
      .describe("Patterns of names, descriptions and labels of what may connect to the database, in lower case."),
    port: z.number().int().default(5432).describe("Port of the database, for network policies."),
  }),
  check: (resource, { stack, config }) =>
    NETWORK_POLICY_TYPES.includes(resource.type)
      ? judgePolicy(resource, config.port, config.clients)
      : judgeGroup(resource, stack, config.clients),
  examples: {
    pass: [
      { type: INGRESS_RULE, inputs: FROM_GROUP, stack: [...dataTier(), group({ description: "Pods of the pooler" })] },
      { type: POLICY, inputs: policy({ app: "pgbouncer" }, 5432) },
      { name: "the pooler's own port", type: POLICY, inputs: policy({ app: "api" }, 6432) },
    ],
    fail: [
      {
        type: INGRESS_RULE,
        inputs: FROM_GROUP,
        stack: [...dataTier(), group({ description: "Pods of the API" })],
        path: "/referencedSecurityGroupId",
        message: "past the pooler",
      },
      {
        name: "a range, in the second rule of a group",
        type: SECURITY_GROUP,
        inputs: {
          ingress: [
            { protocol: "icmp", fromPort: -1, toPort: -1, self: true },
            { protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["10.0.4.0/24"] },
          ],
        },
        stack: [{ type: "aws:rds/instance:Instance", name: "db", inputs: { vpcSecurityGroupIds: [ref("subject")] } }],
        path: "/ingress/1/cidrBlocks/0",
        message: "past the pooler",
      },
      {
        type: POLICY,
        inputs: policy({ app: "api" }, 6432, 5432),
        path: "/spec/egress/0/ports/1/port",
        message: "past the pooler",
      },
    ],
    undecided: [
      {
        type: INGRESS_RULE,
        inputs: { ...FROM_GROUP, referencedSecurityGroupId: UNKNOWN },
        stack: dataTier(),
        path: "/referencedSecurityGroupId",
      },
      {
        name: "a group of another stack",
        type: INGRESS_RULE,
        inputs: { ...FROM_GROUP, referencedSecurityGroupId: "sg-0123" },
        stack: dataTier(),
        path: "/referencedSecurityGroupId",
      },
      { type: POLICY, inputs: policy({ app: UNKNOWN }, 5432), path: "/spec/podSelector/matchLabels/app" },
    ],
  },
});

function judgeGroup(resource: Resource, stack: Stack, clients: readonly string[]): Outcome {
  const rules = ingressRules(resource);
  if (rules === NOT_APPLICABLE) return NOT_APPLICABLE;
  if (!some(groupsOf(resource, stack), (group) => guards(group, stack, DATABASES))) return NOT_APPLICABLE;
  return each(rules, ({ property, ranges, groups, ports }) => {
    // Without ports, as in ICMP, nobody logs in.
    if (ports() === undefined) return [];
    return [
      ...each(ranges, (list) => each(list(), (range) => (range.isSet ? [bypass(range)] : []))),
      ...each(groups, (list) => each(list(), (item) => judgeSource(resource, item, stack, clients))),
      ...(property.get("self").boolean() === true ? [bypass(property.get("self"))] : []),
    ];
  });
}

function judgeSource(from: Resource, item: Property, stack: Stack, clients: readonly string[]): Issue[] {
  const sources = stack.referents(from, item, SECURITY_GROUP);
  if (sources.length === 0) throw new Undecided(item, "is a security group that the stack does not hold");
  return some(sources, (source) => isClientGroup(source, clients)) ? [] : [bypass(item)];
}

function isClientGroup(group: Resource, clients: readonly string[]): boolean {
  if (isClient(group.name, clients)) return true;
  return some([["name"], ["description"], ["tags", "Name"], ["tags", "component"]], (keys) =>
    isClient(group.get(...keys).string(), clients),
  );
}

function judgePolicy(policy: Resource, port: number, clients: readonly string[]): Issue[] {
  return each(policyRules(policy, "Egress"), (rule) =>
    each(rule.get("ports").items(), (entry) => {
      const open = every(
        [
          () => entry.get("port").string() === String(port),
          () => !selectsClients(policy.get("spec", "podSelector"), clients),
          // A pooler may listen on the database's port.
          () => !reachesClients(rule.get("to").items(), clients),
        ],
        (test) => test(),
      );
      return open ? [bypass(entry.get("port"))] : [];
    }),
  );
}

function reachesClients(peers: readonly Property[], clients: readonly string[]): boolean {
  return peers.length > 0 && every(peers, (peer) => selectsClients(peer.get("podSelector"), clients));
}

function selectsClients(selector: Property, clients: readonly string[]): boolean {
  return some(selector.get("matchLabels").entries(), ([, label]) => isClient(label.string(), clients));
}

function isClient(text: string | undefined, clients: readonly string[]): boolean {
  return text !== undefined && clients.some((pattern) => matches(pattern, text.toLowerCase()));
}

function bypass(property: Property): Issue {
  return property.fail("The database is reached past the pooler; admit the pooler only");
}

function dataTier() {
  return [
    { type: SECURITY_GROUP, name: "data", inputs: { description: "Postgres" } },
    { type: "aws:rds/instance:Instance", name: "db", inputs: { vpcSecurityGroupIds: [ref("data")] } },
  ];
}
function group(inputs: Properties) {
  return { type: SECURITY_GROUP, name: "source", inputs };
}
function policy(matchLabels: Properties, ...ports: number[]): Properties {
  const egress = [{ to: [{ ipBlock: { cidr: "10.0.8.0/22" } }], ports: ports.map((port) => ({ port })) }];
  return {
    metadata: { name: "egress", namespace: "shop" },
    spec: { podSelector: { matchLabels }, policyTypes: ["Egress"], egress },
  };
}
