import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "./_iam.ts";

/** Refuses, to everybody, requests in the clear and over TLS before 1.2. */
export function tlsOnly(bucketArn: pulumi.Input<string>): Statement[] {
  const resources = [bucketArn, pulumi.interpolate`${bucketArn}/*`];
  return [
    {
      sid: "DenyClearText",
      effect: "Deny",
      actions: ["s3:*"],
      resources,
      principals: "*",
      conditions: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      sid: "DenyOldTls",
      effect: "Deny",
      actions: ["s3:*"],
      resources,
      principals: "*",
      conditions: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    },
  ];
}
