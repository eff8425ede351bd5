/**
 * TEST EQUIPMENT. A database that leaves its protection unset, beside a secret and a value that nobody knows yet.
 */
import * as aws from "@pulumi/aws";
import * as random from "@pulumi/random";

const password = new random.RandomPassword("password", { length: 40 });
const key = new aws.kms.Key("key", { enableKeyRotation: true });

const shared = { engine: "postgres", instanceClass: "db.t4g.large", username: "shop", allocatedStorage: 20 };
new aws.rds.Instance("unset", { ...shared, password: password.result, kmsKeyId: key.arn, storageEncrypted: true });
