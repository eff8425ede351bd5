import type { Simulator } from "./sim.ts";

/** An EC2 object: `vpc-` and seventeen digits, and an ARN of that id. */
function ec2(prefix: string, arnType?: string, more?: Simulator): Simulator {
  return (sim) => {
    const id = sim.resource.id ?? `${prefix}-${sim.hex("id", 17)}`;
    return { id, ...(arnType !== undefined && { arn: sim.arn("ec2", `${arnType}/${id}`) }), ...more?.(sim) };
  };
}

export const network: Readonly<Record<string, Simulator>> = {
  "aws:ec2/vpc:Vpc": ec2("vpc", "vpc", (sim) => ({
    defaultSecurityGroupId: `sg-${sim.hex("default-sg", 17)}`,
    defaultNetworkAclId: `acl-${sim.hex("default-acl", 17)}`,
    defaultRouteTableId: `rtb-${sim.hex("default-rtb", 17)}`,
    mainRouteTableId: `rtb-${sim.hex("default-rtb", 17)}`,
  })),
  "aws:ec2/subnet:Subnet": ec2("subnet", "subnet"),
  "aws:ec2/internetGateway:InternetGateway": ec2("igw", "internet-gateway"),
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": ec2("eigw"),
  "aws:ec2/natGateway:NatGateway": ec2("nat", undefined, (sim) => ({
    networkInterfaceId: `eni-${sim.hex("eni", 17)}`,
  })),
  "aws:ec2/routeTable:RouteTable": ec2("rtb", "route-table"),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ec2("rtbassoc"),
  "aws:ec2/route:Route": ec2("r-rtb"),
  "aws:ec2/eip:Eip": ec2("eipalloc", "elastic-ip", (sim) => ({ allocationId: `eipalloc-${sim.hex("id", 17)}` })),
  "aws:ec2/securityGroup:SecurityGroup": ec2("sg", "security-group", (sim) => ({ name: sim.name() })),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ec2("sg", "security-group"),
  "aws:ec2/securityGroupRule:SecurityGroupRule": (sim) => ({ id: `sgrule-${sim.hex("id", 17)}` }),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ec2("sgr", "security-group-rule", (sim) => ({
    securityGroupRuleId: `sgr-${sim.hex("id", 17)}`,
  })),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ec2("sgr", "security-group-rule", (sim) => ({
    securityGroupRuleId: `sgr-${sim.hex("id", 17)}`,
  })),
  "aws:ec2/networkAcl:NetworkAcl": ec2("acl", "network-acl"),
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": ec2("acl", "network-acl"),
  "aws:ec2/defaultRouteTable:DefaultRouteTable": ec2("rtb", "route-table"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpce", "vpc-endpoint", (sim) => ({
    prefixListId: `pl-${sim.hex("prefix-list", 17)}`,
    dnsEntries: [
      { dnsName: `vpce-${sim.hex("id", 17)}.vpce.${sim.dnsSuffix}`, hostedZoneId: `Z${sim.capitals("zone", 20)}` },
    ],
  })),
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": ec2("pcx"),
  "aws:ec2/networkInterface:NetworkInterface": ec2("eni", "network-interface"),
  "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log"),
  "aws:ec2/instance:Instance": ec2("i", "instance", (sim) => ({
    primaryNetworkInterfaceId: `eni-${sim.hex("eni", 17)}`,
    privateDns: `ip-${sim.hex("dns", 12)}.ec2.internal`,
  })),
  "aws:ec2/launchTemplate:LaunchTemplate": ec2("lt", "launch-template", (sim) => ({
    name: sim.name(),
    latestVersion: 1,
    defaultVersion: 1,
  })),
  "aws:ec2/keyPair:KeyPair": (sim) => ({
    id: sim.name("keyName"),
    keyName: sim.name("keyName"),
    keyPairId: `key-${sim.hex("id", 17)}`,
  }),
  "aws:ec2/managedPrefixList:ManagedPrefixList": ec2("pl", "prefix-list"),
  "aws:ebs/volume:Volume": ec2("vol", "volume"),
  "aws:ec2transitgateway/transitGateway:TransitGateway": ec2("tgw", "transit-gateway"),
  "aws:ec2/vpcDhcpOptions:VpcDhcpOptions": ec2("dopt", "dhcp-options"),
};
