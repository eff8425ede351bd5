import { setTimeout as wait } from "node:timers/promises";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

// Every run constructs these in another order and resolves their inputs at other times.
const later = <T>(value: T) => pulumi.output(wait(Math.random() * 40).then(() => value));
const numbers = Array.from({ length: 12 }, (_, number) => number).sort(() => Math.random() - 0.5);
const queues: aws.sqs.Queue[] = [];
for (const number of numbers) {
  await wait(Math.random() * 5);
  queues[number] = new aws.sqs.Queue(`queue-${number}`, { delaySeconds: later(number), tags: { number: `${number}` } });
  void aws.ssm.getParameter({ name: `/parameter/${number}` });
}
new aws.sns.Topic("all", { tags: { arns: pulumi.all(queues.map(({ arn }) => arn)).apply((arns) => arns.join(",")) } });
