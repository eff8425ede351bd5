import type { Simulator } from "./sim.ts";

export const compute: Readonly<Record<string, Simulator>> = {
  "aws:eks/cluster:Cluster": (sim) => {
    const name = sim.name();
    const host = sim.capitals("host", 32);
    return {
      id: name,
      name,
      arn: sim.arn("eks", `cluster/${name ?? sim.hex("arn", 12)}`),
      endpoint: `https://${host}.gr7.${sim.region}.eks.${sim.dnsSuffix}`,
      certificateAuthority: { data: sim.hex("ca", 64) },
      identities: [{ oidcs: [{ issuer: `https://oidc.eks.${sim.region}.${sim.dnsSuffix}/id/${host}` }] }],
      platformVersion: `eks.${sim.hex("platform", 8)}`,
      vpcConfig: { clusterSecurityGroupId: `sg-${sim.hex("cluster-sg", 17)}`, vpcId: `vpc-${sim.hex("vpc", 17)}` },
    };
  },
  "aws:eks/addon:Addon": (sim) => {
    const cluster = sim.text("clusterName");
    const addon = sim.text("addonName");
    return {
      id: cluster === undefined || addon === undefined ? undefined : `${cluster}:${addon}`,
      arn: sim.arn("eks", `addon/${cluster ?? "cluster"}/${addon ?? "addon"}/${sim.uuid("arn")}`),
    };
  },
  "aws:eks/nodeGroup:NodeGroup": (sim) => ({
    id: `${sim.text("clusterName") ?? "cluster"}:${sim.name("nodeGroupName") ?? sim.hex("name", 12)}-${sim.hex("id", 7)}`,
    nodeGroupName: sim.name("nodeGroupName"),
    arn: sim.arn(
      "eks",
      `nodegroup/${sim.text("clusterName") ?? "cluster"}/${sim.name("nodeGroupName") ?? "group"}/${sim.uuid("arn")}`,
    ),
    resources: [
      {
        autoscalingGroups: [{ name: `eks-${sim.uuid("asg")}` }],
        remoteAccessSecurityGroupId: `sg-${sim.hex("remote", 17)}`,
      },
    ],
  }),
  "aws:eks/accessEntry:AccessEntry": (sim) => ({
    id:
      sim.text("clusterName") === undefined || sim.text("principalArn") === undefined
        ? undefined
        : `${sim.text("clusterName")}:${sim.text("principalArn")}`,
    accessEntryArn: sim.arn("eks", `access-entry/${sim.text("clusterName") ?? "cluster"}/${sim.uuid("arn")}`),
  }),
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": (sim) => ({
    id: `a-${sim.hex("id", 17)}`,
    associationId: `a-${sim.hex("id", 17)}`,
    associationArn: sim.arn(
      "eks",
      `podidentityassociation/${sim.text("clusterName") ?? "cluster"}/a-${sim.hex("id", 17)}`,
    ),
  }),
  "aws:lambda/function:Function": (sim) => {
    const name = sim.name();
    const arn = sim.arn("lambda", `function:${name ?? sim.hex("arn", 12)}`);
    return {
      id: name,
      name,
      arn,
      invokeArn: `arn:${sim.partition}:apigateway:${sim.region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
      qualifiedArn: `${arn}:1`,
      codeSha256: sim.hex("code", 44),
    };
  },
  "aws:lambda/functionUrl:FunctionUrl": (sim) => ({
    id: sim.text("functionName"),
    functionUrl: `https://${sim.hex("url", 32)}.lambda-url.${sim.region}.on.aws/`,
    urlId: sim.hex("url", 32),
  }),
  "aws:ecs/cluster:Cluster": (sim) => {
    const arn = sim.arn("ecs", `cluster/${sim.name() ?? sim.hex("arn", 12)}`);
    return { id: arn, arn, name: sim.name() };
  },
  "aws:ecs/taskDefinition:TaskDefinition": (sim) => {
    const arn = sim.arn("ecs", `task-definition/${sim.text("family") ?? "task"}-${sim.hex("arn", 12)}:1`);
    return { id: sim.text("family"), arn, arnWithoutRevision: arn.slice(0, -2), revision: 1 };
  },
  "aws:autoscaling/group:Group": (sim) => ({
    id: sim.name(),
    name: sim.name(),
    arn: sim.arn("autoscaling", `autoScalingGroup:${sim.uuid("arn")}:autoScalingGroupName/${sim.name() ?? "group"}`),
  }),
  "aws:codebuild/project:Project": (sim) => {
    const arn = sim.arn("codebuild", `project/${sim.name() ?? sim.hex("arn", 12)}`);
    return { id: arn, arn, name: sim.name() };
  },
  "aws:amp/workspace:Workspace": (sim) => {
    const id = `ws-${sim.uuid("id")}`;
    return {
      id,
      arn: sim.arn("aps", `workspace/${id}`),
      prometheusEndpoint: `https://aps-workspaces.${sim.region}.${sim.dnsSuffix}/workspaces/${id}/`,
    };
  },
};
