import * as aws from "@pulumi/aws";

const north = new aws.Provider("north", { region: "eu-north-1" });
const archive = new aws.Provider("archive", { assumeRoles: [{ roleArn: "arn:aws:iam::444455556666:role/archive" }] });

new aws.sns.Topic("own-topic", { name: "own" });
new aws.sns.Topic("north-topic", { name: "north" }, { provider: north });
new aws.sns.Topic("archive-topic", { name: "archive" }, { provider: archive });

export const callers = {
  own: aws.getCallerIdentityOutput().accountId,
  archive: aws.getCallerIdentityOutput({}, { provider: archive }).accountId,
};
