import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";

export enum Kind {
  Media = "media",
  Logs = "logs",
}

export function bucket(kind: Kind, parent?: pulumi.Resource): s3.Bucket {
  return new s3.Bucket(`${kind}-bucket`, { tags: { kind } }, { parent });
}
