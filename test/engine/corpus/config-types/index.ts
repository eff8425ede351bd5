import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const database = config.requireObject<{ user: string; password: string }>("database");
new aws.ssm.Parameter("settings", {
  type: "String",
  value: JSON.stringify({
    name: config.require("name"),
    replicas: config.requireNumber("replicas"),
    debug: config.requireBoolean("debug"),
    zones: config.requireObject("zones"),
    account: config.require("account"),
    user: database.user,
    region: new pulumi.Config("aws").require("region"),
  }),
});
new aws.ssm.Parameter("token", { type: "SecureString", value: config.requireSecret("token") });
console.log(`the token is ${config.get("token")}`);
