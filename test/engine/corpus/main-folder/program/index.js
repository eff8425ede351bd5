import { readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const size = new pulumi.Config().requireNumber("size");
// Relative to the working directory, which is the folder of the program.
const note = readFileSync("note.txt", "utf8");
for (let index = 0; index < size; index += 1) new aws.sqs.Queue(`queue-${index}`, { tags: { note: note.trim() } });
new aws.s3.BucketObjectv2("archive", { bucket: "b", source: new pulumi.asset.FileArchive("./files") });
