import * as aws from "@pulumi/aws";

const queue = new aws.sqs.Queue("queue");
// A timer that would keep the program alive, and an end to it once everything is registered.
setInterval(() => {}, 1000);
queue.arn.apply(() => setTimeout(() => process.exit(0), 300));
export const arn = queue.arn;
