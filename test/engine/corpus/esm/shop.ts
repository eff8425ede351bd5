import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

export class Shop extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  constructor(name: string, args: { readonly password: pulumi.Input<string> }, opts?: pulumi.ComponentResourceOptions) {
    super("corpus:index:Shop", name, {}, opts);
    const vpc = new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: "10.0.0.0/16" }, { parent: this });
    const subnets = ["a", "b"].map(
      (zone, index) =>
        new aws.ec2.Subnet(
          `${name}-${zone}`,
          { vpcId: vpc.id, cidrBlock: `10.0.${index}.0/24`, availabilityZone: `eu-west-1${zone}` },
          { parent: vpc },
        ),
    );
    const group = new aws.rds.SubnetGroup(`${name}-db`, { subnetIds: subnets.map(({ id }) => id) }, { parent: this });
    const generated = new random.RandomPassword(`${name}-generated`, { length: 24 }, { parent: this });
    const database = new aws.rds.Instance(
      `${name}-db`,
      {
        engine: "postgres",
        instanceClass: "db.t4g.small",
        allocatedStorage: 20,
        dbSubnetGroupName: group.name,
        password: args.password,
        tags: { secret: pulumi.interpolate`x-${generated.result}` },
      },
      {
        parent: this,
        protect: true,
        ignoreChanges: ["password"],
        aliases: [{ name: "old-db" }, { type: "aws:rds/old:Old" }],
      },
    );
    new aws.ec2.SecurityGroup(
      `${name}-sg`,
      {
        vpcId: vpc.id,
        ingress: [{ protocol: "tcp", fromPort: database.port, toPort: database.port, cidrBlocks: [vpc.cidrBlock] }],
      },
      { parent: this, dependsOn: [database] },
    );
    const cluster = new kubernetes.Provider(`${name}-cluster`, { kubeconfig: pulumi.secret("{}") }, { parent: this });
    new kubernetes.core.v1.Secret(
      `${name}-secret`,
      { stringData: { url: pulumi.interpolate`postgres://app:${args.password}@${database.endpoint}/app` } },
      { parent: this, provider: cluster },
    );
    this.url = pulumi.interpolate`https://${database.address}`;
    this.registerOutputs({ url: this.url });
  }
}
