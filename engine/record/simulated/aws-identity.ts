import type { Sim, Simulator } from "./sim.ts";

/** IAM has no region in its ARNs, and its objects are known by name. */
function iam(kind: string, more?: Simulator): Simulator {
  return (sim) => {
    const name = sim.name();
    const path = sim.text("path") ?? "/";
    const arn = sim.arn("iam", `${kind}${path}${name ?? sim.hex("arn", 12)}`, { region: "" });
    return { id: name, name, arn, ...more?.(sim) };
  };
}

function key(sim: Sim) {
  const keyId = sim.input("multiRegion") === true ? `mrk-${sim.hex("key", 32)}` : sim.uuid("key");
  return { id: keyId, keyId, arn: sim.arn("kms", `key/${keyId}`) };
}

function logGroup(sim: Sim) {
  const name = sim.name();
  return { id: name, name, arn: sim.arn("logs", `log-group:${name ?? sim.hex("arn", 12)}`) };
}

export const identity: Readonly<Record<string, Simulator>> = {
  "aws:iam/role:Role": iam("role", (sim) => ({ uniqueId: `AROA${sim.capitals("unique", 17)}` })),
  "aws:iam/user:User": iam("user", (sim) => ({ uniqueId: `AIDA${sim.capitals("unique", 17)}` })),
  "aws:iam/group:Group": iam("group", (sim) => ({ uniqueId: `AGPA${sim.capitals("unique", 17)}` })),
  "aws:iam/policy:Policy": (sim) => {
    const { id: _, ...outputs } = iam("policy")(sim);
    return { ...outputs, id: outputs["arn"], policyId: `ANPA${sim.capitals("unique", 17)}` };
  },
  "aws:iam/instanceProfile:InstanceProfile": iam("instance-profile"),
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": (sim) => {
    const arn = sim.arn(
      "iam",
      `role/aws-service-role/${sim.text("awsServiceName") ?? "service"}/${sim.hex("role", 12)}`,
      { region: "" },
    );
    return { id: arn, arn, name: sim.hex("role", 12) };
  },
  "aws:iam/rolePolicy:RolePolicy": (sim) => ({
    id: sim.text("role") === undefined || sim.name() === undefined ? undefined : `${sim.text("role")}:${sim.name()}`,
    name: sim.name(),
  }),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (sim) => ({ id: `attachment-${sim.hex("id", 26)}` }),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": (sim) => {
    const host = sim.text("url")?.replace(/^https:\/\//, "") ?? sim.hex("host", 12);
    const arn = sim.arn("iam", `oidc-provider/${host}`, { region: "" });
    return { id: arn, arn };
  },
  "aws:iam/accessKey:AccessKey": (sim) => ({
    id: `AKIA${sim.capitals("id", 16)}`,
    secret: sim.secret(sim.hex("secret", 40)),
  }),
  "aws:kms/key:Key": key,
  "aws:kms/replicaKey:ReplicaKey": key,
  "aws:kms/alias:Alias": (sim) => ({
    id: sim.name(),
    name: sim.has("name") ? sim.text("name") : `alias/${sim.name()}`,
    arn: sim.arn("kms", sim.text("name") ?? `alias/${sim.hex("name", 12)}`),
    targetKeyArn: sim.arn("kms", `key/${sim.text("targetKeyId") ?? sim.hex("key", 12)}`),
  }),
  "aws:kms/keyPolicy:KeyPolicy": (sim) => ({ id: sim.text("keyId") }),
  "aws:secretsmanager/secret:Secret": (sim) => {
    const name = sim.name();
    const arn = sim.arn("secretsmanager", `secret:${name ?? "secret"}-${sim.hex("suffix", 7)}`);
    return { id: arn, arn, name };
  },
  "aws:secretsmanager/secretVersion:SecretVersion": (sim) => ({
    id: sim.text("secretId") === undefined ? undefined : `${sim.text("secretId")}|${sim.uuid("version")}`,
    versionId: sim.uuid("version"),
    arn: sim.text("secretId"),
  }),
  "aws:secretsmanager/secretRotation:SecretRotation": (sim) => ({ id: sim.text("secretId") }),
  "aws:secretsmanager/secretPolicy:SecretPolicy": (sim) => ({ id: sim.text("secretArn") }),
  "aws:ssm/parameter:Parameter": (sim) => {
    const name = sim.name();
    return {
      id: name,
      name,
      arn: sim.arn("ssm", `parameter/${name?.replace(/^\//, "") ?? sim.hex("arn", 12)}`),
      version: 1,
    };
  },
  "aws:cognito/userPool:UserPool": (sim) => {
    const id = `${sim.region}_${sim.hex("id", 9)}`;
    return {
      id,
      arn: sim.arn("cognito-idp", `userpool/${id}`),
      endpoint: `cognito-idp.${sim.region}.${sim.dnsSuffix}/${id}`,
    };
  },
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:cloudwatch/metricAlarm:MetricAlarm": (sim) => ({
    id: sim.name(),
    name: sim.name(),
    arn: sim.arn("cloudwatch", `alarm:${sim.name() ?? sim.hex("arn", 12)}`),
  }),
  "aws:cloudtrail/trail:Trail": (sim) => {
    const arn = sim.arn("cloudtrail", `trail/${sim.name() ?? sim.hex("arn", 12)}`);
    return { id: arn, arn, name: sim.name() };
  },
  "aws:sns/topic:Topic": (sim) => {
    const arn = sim.arn("sns", sim.name());
    return { id: arn, arn, name: sim.name() };
  },
  "aws:sns/topicSubscription:TopicSubscription": (sim) => {
    const arn = `${sim.text("topic") ?? sim.arn("sns", undefined)}:${sim.uuid("subscription")}`;
    return { id: arn, arn };
  },
  "aws:sqs/queue:Queue": (sim) => {
    const name = sim.name();
    // With a name of its own the text needs a token elsewhere; an unnamed queue has one in its name.
    const suffix = name === undefined || sim.has("name") ? `-${sim.hex("url", 12)}` : "";
    const url = `https://sqs.${sim.region}.${sim.dnsSuffix}/${sim.accountId}/${name ?? "queue"}${suffix}`;
    return { id: url, url, name, arn: sim.arn("sqs", name) };
  },
  "aws:cloudwatch/eventRule:EventRule": (sim) => ({
    id: sim.name(),
    name: sim.name(),
    arn: sim.arn("events", `rule/${sim.name() ?? sim.hex("arn", 12)}`),
  }),
  "aws:guardduty/detector:Detector": (sim) => ({
    id: sim.hex("id", 32),
    arn: sim.arn("guardduty", `detector/${sim.hex("id", 32)}`),
  }),
};
