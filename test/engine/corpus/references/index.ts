import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const base = new pulumi.StackReference("acme/base/prod");
const vpc = aws.ec2.Vpc.get("shared", "vpc-0123456789abcdef0");
new aws.ec2.Subnet("known", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
new aws.ec2.Subnet("from-stack", {
  vpcId: base.requireOutput("vpcId") as pulumi.Output<string>,
  cidrBlock: "10.0.1.0/24",
});
new aws.ssm.Parameter("password", { type: "SecureString", value: base.getOutput("password") });
const provider = new aws.Provider("frankfurt", { region: "eu-central-1" });
new aws.ec2.SecurityGroup("group", { vpcId: vpc.id, tags: { arn: vpc.arn } }, { provider, dependsOn: [vpc] });
