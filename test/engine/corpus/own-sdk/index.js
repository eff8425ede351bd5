"use strict";
const pulumi = require("@pulumi/pulumi");
const { version } = require("@pulumi/pulumi/package.json");

// The provider SDKs are left out: this program is run with an SDK of its own, a year older than ours.
class Bucket extends pulumi.CustomResource {
  constructor(name, args, opts) {
    super("aws:s3/bucket:Bucket", name, { arn: undefined, bucket: undefined, ...args }, opts);
  }
}

class Store extends pulumi.ComponentResource {
  constructor(name) {
    super("corpus:index:Store", name, {});
    const bucket = new Bucket(
      `${name}-bucket`,
      { tags: { secret: pulumi.secret("hidden") } },
      { parent: this, protect: true },
    );
    const answer = pulumi.runtime.invokeOutput("aws:ssm/getParameter:getParameter", { name: "/shared" });
    new Bucket(
      `${name}-copy`,
      { tags: { source: bucket.arn, parameter: answer.apply((result) => result.value) } },
      { parent: this },
    );
    this.arn = bucket.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

const store = new Store("store");
exports.arn = store.arn;
exports.sdk = version;
