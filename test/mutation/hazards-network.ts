import type { Hazard } from "./hazard.ts";

export const IGW = "igw-0123456789abcdef0";
export const PEERING = "pcx-0123456789abcdef0";
const INGRESS = /^sg-(no-public-|public-ingress-)/;
const PORTS = /^sg-no-public-/;
const EGRESS = /^sg-no-unrestricted-egress$/;
const NO_OTHER_SOURCE = {
  securityGroups: undefined,
  sourceSecurityGroupId: undefined,
  referencedSecurityGroupId: undefined,
  prefixListIds: undefined,
  prefixListId: undefined,
  self: undefined,
};
const NOBODY = {
  cidrBlocks: undefined,
  ipv6CidrBlocks: undefined,
  cidrIpv4: undefined,
  cidrIpv6: undefined,
  ...NO_OTHER_SOURCE,
};
export const WORLD = { ...NOBODY, cidrBlocks: ["0.0.0.0/0"], cidrIpv4: "0.0.0.0/0" };
export const TCP = { protocol: "tcp", ipProtocol: "tcp" };

function securityGroups(controls: RegExp, list: "ingress" | "egress"): Hazard[] {
  const direction = { type: list };
  const everyPort = { ...NOBODY, ...direction, protocol: "-1", ipProtocol: "-1", fromPort: 0, toPort: 0 };
  const own: Hazard = {
    controls,
    path: "type",
    around: { ...everyPort, cidrBlocks: ["0.0.0.0/0"] },
    from: list === "ingress" ? "egress" : "ingress",
    values: [list],
  };
  return [
    own,
    ...["", `${list}.`].flatMap((prefix): Hazard[] => [
      {
        controls,
        path: `${prefix}cidrBlocks`,
        around: everyPort,
        from: ["10.0.5.0/24"],
        values: [["0.0.0.0/0"], ["10.0.5.0/24", "0.0.0.0/0"]],
      },
      {
        controls,
        path: `${prefix}ipv6CidrBlocks`,
        around: everyPort,
        from: ["fd00:1::/64"],
        values: [["::/0"], ["fd00:1::/64", "::/0"]],
      },
      { controls, path: `${prefix}cidrIpv4`, around: everyPort, from: "10.0.5.0/24", values: ["0.0.0.0/0"] },
      { controls, path: `${prefix}cidrIpv6`, around: everyPort, from: "fd00:1::/64", values: ["::/0"] },
      {
        controls,
        path: `${prefix}protocol`,
        around: { ...WORLD, ...direction, fromPort: 443, toPort: 443 },
        from: "tcp",
        values: ["-1", "all"],
      },
      {
        controls,
        path: `${prefix}ipProtocol`,
        around: { ...WORLD, ...direction, fromPort: 443, toPort: 443 },
        from: "tcp",
        values: ["-1"],
      },
    ]),
  ];
}

function ports(controls: RegExp, prefix: string): Hazard[] {
  const around = { ...WORLD, ...TCP, type: "ingress" };
  return [
    { controls, path: `${prefix}fromPort`, around: { ...around, toPort: 65535 }, from: 60000, values: [0] },
    { controls, path: `${prefix}toPort`, around: { ...around, fromPort: 0 }, from: 1, values: [65535] },
  ];
}

export const ACL_OPEN = {
  protocol: "-1",
  cidrBlock: "0.0.0.0/0",
  action: "allow",
  ruleAction: "allow",
  fromPort: 0,
  toPort: 0,
  egress: false,
};
const ACL_TCP = { ...ACL_OPEN, protocol: "tcp" };
const NACL = /^nacl-/;

const networkAcls: Hazard[] = ["", "ingress."].flatMap((prefix): Hazard[] => [
  { controls: NACL, path: `${prefix}cidrBlock`, around: ACL_OPEN, from: "10.0.5.0/24", values: ["0.0.0.0/0"] },
  {
    controls: NACL,
    path: `${prefix}ipv6CidrBlock`,
    around: { ...ACL_OPEN, cidrBlock: undefined },
    from: "fd00:1::/64",
    values: ["::/0"],
  },
  { controls: NACL, path: `${prefix}action`, around: ACL_OPEN, from: "deny", values: ["allow"] },
  { controls: NACL, path: `${prefix}ruleAction`, around: ACL_OPEN, from: "deny", values: ["allow"] },
  {
    controls: /^nacl-no-allow-all-ports$/,
    path: `${prefix}protocol`,
    around: { ...ACL_TCP, fromPort: 443, toPort: 443 },
    from: "tcp",
    values: ["-1", "all"],
  },
  {
    controls: /^nacl-no-public-admin/,
    path: `${prefix}fromPort`,
    around: { ...ACL_TCP, toPort: 65535 },
    from: 60000,
    values: [0],
  },
  {
    controls: /^nacl-no-public-admin/,
    path: `${prefix}toPort`,
    around: { ...ACL_TCP, fromPort: 0 },
    from: 1,
    values: [65535],
  },
]);

export const ROUTE_NOWHERE = { gatewayId: undefined, vpcPeeringConnectionId: undefined, natGatewayId: undefined };
const routes: Hazard[] = ["destinationCidrBlock", "routes.cidrBlock"].map((path) => ({
  controls: /^vpc-peering-routes/,
  path,
  around: { ...ROUTE_NOWHERE, vpcPeeringConnectionId: "pcx-0123456789abcdef0" },
  from: "10.9.3.0/24",
  values: ["0.0.0.0/0"],
}));

export const NETWORK_HAZARDS: readonly Hazard[] = [
  ...securityGroups(INGRESS, "ingress"),
  ...securityGroups(EGRESS, "egress"),
  ...["", "ingress."].flatMap((prefix) => ports(PORTS, prefix)),
  ...networkAcls,
  ...routes,
];
