"use strict";
const { setTimeout: wait } = require("node:timers/promises");
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

module.exports = async () => {
  await wait(20);
  const topic = new aws.sns.Topic("alerts");
  await wait(20);
  new aws.sns.TopicSubscription("mail", { topic: topic.arn, protocol: "email", endpoint: "ops@example.com" });
  return { topic: topic.arn, nested: { secret: pulumi.secret("hidden value") } };
};
