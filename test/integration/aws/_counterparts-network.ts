import type { Counterpart } from "./_vendor-shape.ts";

const port = { securityGroupId: "GroupId", cidrIpv4: "CidrIp", cidrIpv6: "CidrIpv6" };

/** Counterparts of the network. */
export const network: Readonly<Record<string, Counterpart>> = {
  "aws:ec2/eip:Eip": { model: "AWS::EC2::EIP" },
  "aws:ec2/flowLog:FlowLog": {
    model: "AWS::EC2::FlowLog",
    rename: { iamRoleArn: "DeliverLogsPermissionArn" },
    shape: ({ vpcId, ...rest }) => ({ ...rest, resourceId: vpcId, resourceType: "VPC" }),
  },
  "aws:ec2/internetGateway:InternetGateway": { model: "AWS::EC2::InternetGateway", own: ["vpcId"] },
  "aws:ec2/natGateway:NatGateway": { model: "AWS::EC2::NatGateway" },
  "aws:ec2/networkAcl:NetworkAcl": { model: "AWS::EC2::NetworkAcl", own: ["egress", "ingress", "subnetIds"] },
  "aws:ec2/route:Route": { model: "AWS::EC2::Route" },
  "aws:ec2/routeTable:RouteTable": { model: "AWS::EC2::RouteTable" },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { model: "AWS::EC2::SubnetRouteTableAssociation" },
  "aws:ec2/securityGroup:SecurityGroup": {
    model: "AWS::EC2::SecurityGroup",
    own: ["revokeRulesOnDelete"],
    rename: { description: "GroupDescription", name: "GroupName" },
  },
  "aws:ec2/subnet:Subnet": { model: "AWS::EC2::Subnet" },
  "aws:ec2/vpc:Vpc": { model: "AWS::EC2::VPC" },
  "aws:ec2/vpcEndpoint:VpcEndpoint": { model: "AWS::EC2::VPCEndpoint", rename: { policy: "PolicyDocument" } },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    model: "AWS::EC2::SecurityGroupEgress",
    own: ["tags"],
    rename: {
      ...port,
      prefixListId: "DestinationPrefixListId",
      referencedSecurityGroupId: "DestinationSecurityGroupId",
    },
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    model: "AWS::EC2::SecurityGroupIngress",
    own: ["tags"],
    rename: { ...port, prefixListId: "SourcePrefixListId", referencedSecurityGroupId: "SourceSecurityGroupId" },
  },
};
