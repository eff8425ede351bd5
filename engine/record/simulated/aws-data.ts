import { type Sim, type Simulator } from "./sim.ts";

const ENGINE_PORTS: Readonly<Record<string, number>> = {
  postgres: 5432,
  "aurora-postgresql": 5432,
  mysql: 3306,
  mariadb: 3306,
  "aurora-mysql": 3306,
  "sqlserver-ex": 1433,
  "oracle-se2": 1521,
};

function enginePort(sim: Sim): number | undefined {
  return sim.has("port") ? sim.number("port") : ENGINE_PORTS[sim.text("engine") ?? ""];
}

/** The secret that RDS keeps when it manages the master password. */
function masterSecret(sim: Sim): { readonly masterUserSecrets?: [{ secretArn: string; secretStatus?: string }] } {
  if (sim.input("manageMasterUserPassword") !== true) return {};
  return {
    masterUserSecrets: [
      { secretArn: sim.arn("secretsmanager", `secret:rds!db-${sim.uuid("master")}-${sim.hex("suffix", 7)}`) },
    ],
  };
}

/** A resource of RDS, ElastiCache or alike that is known by its name. */
function named(service: string, arnType: string, key = "name"): Simulator {
  return (sim) => {
    const name = sim.name(key)?.toLowerCase();
    return { id: name, [key]: name, arn: sim.arn(service, name === undefined ? undefined : `${arnType}:${name}`) };
  };
}

function cluster(sim: Sim, service: string, domain: string) {
  const identifier = sim.name("clusterIdentifier");
  const host =
    identifier === undefined ? undefined : `${identifier}.cluster-${sim.hex("host", 12)}.${sim.region}.${domain}`;
  return {
    id: identifier,
    clusterIdentifier: identifier,
    arn: sim.arn(service, identifier === undefined ? undefined : `cluster:${identifier}`),
    clusterResourceId: `cluster-${sim.capitals("resource", 26)}`,
    endpoint: host,
    readerEndpoint: host?.replace(".cluster-", ".cluster-ro-"),
  };
}

export const data: Readonly<Record<string, Simulator>> = {
  "aws:rds/instance:Instance": (sim) => {
    const identifier = sim.name("identifier");
    const address =
      identifier === undefined ? undefined : `${identifier}.${sim.hex("host", 12)}.${sim.region}.rds.${sim.dnsSuffix}`;
    const port = enginePort(sim);
    return {
      id: `db-${sim.capitals("resource", 26)}`,
      identifier,
      resourceId: `db-${sim.capitals("resource", 26)}`,
      arn: sim.arn("rds", identifier === undefined ? undefined : `db:${identifier}`),
      address,
      endpoint: address === undefined || port === undefined ? undefined : `${address}:${port}`,
      port,
      hostedZoneId: `Z${sim.capitals("zone", 13)}`,
      ...masterSecret(sim),
    };
  },
  "aws:rds/cluster:Cluster": (sim) => ({
    ...cluster(sim, "rds", `rds.${sim.dnsSuffix}`),
    port: enginePort(sim),
    ...masterSecret(sim),
  }),
  "aws:rds/clusterInstance:ClusterInstance": (sim) => {
    const identifier = sim.name("identifier");
    return {
      id: identifier,
      identifier,
      arn: sim.arn("rds", `db:${identifier ?? sim.hex("id", 12)}`),
      port: enginePort(sim),
    };
  },
  "aws:rds/subnetGroup:SubnetGroup": named("rds", "subgrp"),
  "aws:rds/parameterGroup:ParameterGroup": named("rds", "pg"),
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": named("rds", "cluster-pg"),
  "aws:rds/optionGroup:OptionGroup": named("rds", "og"),
  "aws:rds/proxy:Proxy": (sim) => ({
    id: sim.name(),
    name: sim.name(),
    arn: sim.arn("rds", `db-proxy:prx-${sim.hex("id", 17)}`),
    endpoint: `${sim.name() ?? sim.hex("name", 12)}.proxy-${sim.hex("host", 12)}.${sim.region}.rds.${sim.dnsSuffix}`,
  }),
  "aws:docdb/cluster:Cluster": (sim) => ({
    ...cluster(sim, "rds", `docdb.${sim.dnsSuffix}`),
    port: sim.number("port") ?? 27017,
    ...masterSecret(sim),
  }),
  "aws:docdb/subnetGroup:SubnetGroup": named("rds", "subgrp"),
  "aws:docdb/clusterParameterGroup:ClusterParameterGroup": named("rds", "cluster-pg"),
  "aws:elasticache/replicationGroup:ReplicationGroup": (sim) => {
    const id = sim.name("replicationGroupId");
    const host = `${sim.hex("host", 7)}.${sim.region === "us-east-1" ? "use1" : sim.region}.cache.${sim.dnsSuffix}`;
    return {
      id,
      replicationGroupId: id,
      arn: sim.arn("elasticache", id === undefined ? undefined : `replicationgroup:${id}`),
      primaryEndpointAddress: id === undefined ? undefined : `master.${id}.${host}`,
      readerEndpointAddress: id === undefined ? undefined : `replica.${id}.${host}`,
      configurationEndpointAddress: id === undefined ? undefined : `clustercfg.${id}.${host}`,
      port: sim.has("port") ? sim.number("port") : 6379,
    };
  },
  "aws:elasticache/serverlessCache:ServerlessCache": (sim) => ({
    id: sim.name(),
    arn: sim.arn("elasticache", `serverlesscache:${sim.name() ?? sim.hex("id", 12)}`),
    endpoints: [
      {
        address: `${sim.name() ?? "cache"}-${sim.hex("host", 7)}.serverless.${sim.region}.cache.${sim.dnsSuffix}`,
        port: 6379,
      },
    ],
  }),
  "aws:elasticache/cluster:Cluster": named("elasticache", "cluster", "clusterId"),
  "aws:elasticache/subnetGroup:SubnetGroup": named("elasticache", "subnetgroup"),
  "aws:elasticache/parameterGroup:ParameterGroup": named("elasticache", "parametergroup"),
  "aws:elasticache/user:User": (sim) => ({
    id: sim.text("userId"),
    arn: sim.arn("elasticache", `user:${sim.text("userId") ?? sim.hex("id", 12)}`),
  }),
  "aws:elasticache/userGroup:UserGroup": (sim) => ({
    id: sim.text("userGroupId"),
    arn: sim.arn("elasticache", `usergroup:${sim.text("userGroupId") ?? sim.hex("id", 12)}`),
  }),
  "aws:dynamodb/table:Table": (sim) => ({
    id: sim.name(),
    name: sim.name(),
    arn: sim.arn("dynamodb", `table/${sim.name() ?? sim.hex("id", 12)}`),
  }),
  "aws:efs/fileSystem:FileSystem": (sim) => ({
    id: `fs-${sim.hex("id", 17)}`,
    arn: sim.arn("elasticfilesystem", `file-system/fs-${sim.hex("id", 17)}`),
    dnsName: `fs-${sim.hex("id", 17)}.efs.${sim.region}.${sim.dnsSuffix}`,
  }),
  "aws:opensearch/domain:Domain": (sim) => ({
    id: sim.arn("es", `domain/${sim.name("domainName") ?? sim.hex("id", 12)}`),
    domainName: sim.name("domainName"),
    arn: sim.arn("es", `domain/${sim.name("domainName") ?? sim.hex("id", 12)}`),
    endpoint: `search-${sim.name("domainName") ?? "domain"}-${sim.hex("host", 26)}.${sim.region}.es.${sim.dnsSuffix}`,
  }),
  "aws:backup/vault:Vault": (sim) => ({
    id: sim.name(),
    name: sim.name(),
    arn: sim.arn("backup", `backup-vault:${sim.name() ?? sim.hex("id", 12)}`),
  }),
  "aws:backup/plan:Plan": (sim) => ({ id: sim.uuid("id"), arn: sim.arn("backup", `backup-plan:${sim.uuid("id")}`) }),
};
