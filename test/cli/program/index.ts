import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A small shop that does a few things wrong, for the tests of the command line. */
class Shop extends pulumi.ComponentResource {
  constructor(name: string) {
    super("shop:index:Shop", name);
    const unsure = new pulumi.Config("shop").getBoolean("unsure") === true;
    const key = new aws.kms.Key(`${name}-key`, { enableKeyRotation: true }, { parent: this });
    new aws.secretsmanager.Secret(`${name}-secret`, { kmsKeyId: key.arn }, { parent: this });
    new aws.rds.Instance(
      `${name}-db`,
      {
        engine: "postgres",
        instanceClass: "db.t4g.small",
        allocatedStorage: 20,
        username: "shop",
        password: pulumi.secret("hunter22-canary"),
        publiclyAccessible: true,
        storageEncrypted: unsure ? key.arn.apply((arn) => arn !== "") : true,
        kmsKeyId: key.arn,
        skipFinalSnapshot: true,
      },
      { parent: this },
    );
  }
}

console.log("the program speaks");
new Shop("shop");
