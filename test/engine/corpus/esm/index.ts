import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Shop } from "./shop.ts";

const config = new pulumi.Config();
console.log(`greeting ${config.require("greeting")}`);
const shop = new Shop("shop", { password: config.requireSecret("password") });

const policy = aws.iam.getPolicyDocumentOutput({
  statements: [
    { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::x/*"], principals: [{ type: "AWS", identifiers: ["*"] }] },
  ],
});
const bucket = new aws.s3.Bucket("media");
new aws.s3.BucketPolicy("media", { bucket: bucket.bucket, policy: policy.json });
new aws.s3.BucketObjectv2("page", {
  bucket: bucket.id,
  key: "page",
  source: new pulumi.asset.FileAsset("./Pulumi.yaml"),
});

export const url = shop.url;
export const isPreview = pulumi.runtime.isDryRun();
