import { describe, expect, test } from "vitest";
import { fatesOf } from "../../../engine/against/fates.ts";
import { type Given, planOf } from "./_plan.ts";

const DB = "aws:rds/instance:Instance";

/** What becomes of one resource whose inputs change. */
function fate(type: string, before: object, after: object, options: object = {}): string {
  const [one] = fatesOf(planOf({ type, inputs: before }), planOf({ type, inputs: after, options }));
  return one === undefined ? "kept" : [one.fate, ...one.properties].join(" ");
}

function all(left: readonly Given[], right: readonly Given[]): string[] {
  return fatesOf(planOf(...left), planOf(...right)).map(({ fate: what, resource }) => `${what} ${resource}`);
}

describe("a property of the table", () => {
  test.each<[string, string, object, object, string]>([
    ["has another value", DB, { engine: "mysql" }, { engine: "postgres" }, "replaced engine"],
    ["is the default that is written down", DB, {}, { storageEncrypted: false }, "kept"],
    ["is no longer the default", DB, {}, { storageEncrypted: true }, "replaced storageEncrypted"],
    ["is taken out, and the provider keeps what it has", DB, { kmsKeyId: "k" }, {}, "kept"],
    ["is written down, and may be what is there", DB, {}, { kmsKeyId: "k" }, "may be replaced kmsKeyId"],
    ["is none of those that replace", DB, { instanceClass: "a" }, { instanceClass: "b" }, "kept"],
    ["is a name that AWS changes in place", DB, { identifier: "a" }, { identifier: "b" }, "kept"],
    ["is a name that Pulumi makes up instead", "aws:s3/bucket:Bucket", { bucket: "a" }, {}, "may be replaced bucket"],
    ["goes by the older token", "aws:s3/bucketV2:BucketV2", { bucket: "a" }, { bucket: "b" }, "replaced bucket"],
    [
      "is an item of a list",
      "aws:dynamodb/table:Table",
      { localSecondaryIndexes: [{ name: "i", rangeKey: "a" }] },
      { localSecondaryIndexes: [{ name: "i", rangeKey: "b" }] },
      "replaced localSecondaryIndexes",
    ],
    [
      "replaces only when it goes",
      "aws:eks/cluster:Cluster",
      { encryptionConfig: { resources: ["secrets"] } },
      {},
      "replaced encryptionConfig",
    ],
    [
      "is the first block of its kind, and may say what is there",
      "aws:ecr/repository:Repository",
      {},
      { encryptionConfigurations: [{ encryptionType: "AES256" }] },
      "may be replaced encryptionConfigurations",
    ],
    [
      "stands in a block that changes in place otherwise",
      "aws:ec2/instance:Instance",
      { rootBlockDevice: { kmsKeyId: "a", volumeSize: 10 } },
      { rootBlockDevice: { kmsKeyId: "b", volumeSize: 20 } },
      "replaced rootBlockDevice.kmsKeyId",
    ],
    [
      "is the default of a block that goes",
      "aws:msk/cluster:Cluster",
      { encryptionInfo: { encryptionInTransit: { inCluster: true } } },
      {},
      "kept",
    ],
    [
      "is added, where only its loss replaces",
      "aws:eks/cluster:Cluster",
      {},
      { encryptionConfig: { resources: ["secrets"] } },
      "kept",
    ],
    [
      "replaces only when it is switched off",
      "aws:opensearch/domain:Domain",
      { encryptAtRest: { enabled: false } },
      { encryptAtRest: { enabled: true } },
      "kept",
    ],
    [
      "is switched off with all around it",
      "aws:opensearch/domain:Domain",
      { encryptAtRest: { enabled: true } },
      {},
      "replaced encryptAtRest.enabled",
    ],
    [
      "may be taken out again",
      "aws:rds/cluster:Cluster",
      { engine: "aurora-postgresql", snapshotIdentifier: "s" },
      { engine: "aurora-postgresql" },
      "kept",
    ],
    [
      "depends on the engine",
      "aws:elasticache/replicationGroup:ReplicationGroup",
      { engineVersion: "7.1" },
      { engineVersion: "7.0" },
      "may be replaced engineVersion",
    ],
    [
      "lies below the spec",
      "kubernetes:apps/v1:StatefulSet",
      { spec: { volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { storageClassName: "gp3" } }] } },
      { spec: { volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { storageClassName: "io2" } }] } },
      "replaced spec.volumeClaimTemplates",
    ],
    [
      "is a claim that grows",
      "kubernetes:core/v1:PersistentVolumeClaim",
      { spec: { resources: { requests: { storage: "1Gi" } } } },
      { spec: { resources: { requests: { storage: "2Gi" } } } },
      "kept",
    ],
    ["nobody knows yet", DB, { engine: "mysql" }, { engine: { $unknown: true } }, "may be replaced engine"],
    ["belongs to a kind without data", "aws:iam/role:Role", { name: "a" }, { name: "b" }, "kept"],
  ])("that %s", (_what, type, before, after, expected) => {
    expect(fate(type, before, after)).toBe(expected);
  });

  test("is left alone by ignoreChanges, and any other replaces by replaceOnChanges", () => {
    const change = [{ engine: "a" }, { engine: "b" }] as const;
    expect(fate(DB, ...change, { ignoreChanges: ["engine"] })).toBe("kept");
    expect(fate("aws:iam/role:Role", { tags: { a: 1 } }, { tags: { a: 2 } }, { replaceOnChanges: ["tags.a"] })).toBe(
      "replaced tags.a",
    );
    expect(fate(DB, { port: 1 }, { port: 2 }, { replaceOnChanges: ["*"] })).toBe("replaced port");
  });
});

describe("a resource", () => {
  const db = { type: DB, name: "db", inputs: { engine: "postgres" } };
  const role = { type: "aws:iam/role:Role", name: "role" };

  test("that is gone is deleted; what holds data comes first, and added ones have no fate", () => {
    expect(all([role, db], [{ ...role, name: "other", type: "aws:sqs/queue:Queue" }])).toEqual([
      "deleted db",
      "deleted role",
    ]);
  });

  test("under another name is made anew, unless an alias says what it was", () => {
    const before = planOf(db);
    const renamed = { ...db, name: "database" };
    const [fresh] = fatesOf(before, planOf(renamed));
    expect(fresh).toMatchObject({
      fate: "replaced",
      resource: "database",
      because: "Pulumi knows it by the name db, and no alias says so",
    });
    const aliases = before.resources.map(({ urn }) => urn);
    expect(fatesOf(before, planOf({ ...renamed, options: { aliases } }))).toEqual([]);
  });

  test("inherits the alias of its parent, and is made anew with a parent that has none", () => {
    const urn = (type: string, name: string): string => `urn:pulumi:dev::p::${type}::${name}`;
    const tree = (kind: string, name: string, options: object = {}): Given[] => [
      { type: kind, name, custom: false, urn: urn(kind, name), options },
      { ...db, name: `${name}-db`, urn: urn(`${kind}$${DB}`, `${name}-db`), parent: urn(kind, name) },
    ];
    const before = tree("a:b:Shop", "shop");
    expect(all(before, tree("a:b:Store", "shop"))).toEqual(["replaced shop/shop-db"]);
    expect(all(before, tree("a:b:Store", "shop", { aliases: [urn("a:b:Shop", "shop")] }))).toEqual([]);
    expect(all(before, tree("a:b:Shop", "store", { aliases: [urn("a:b:Shop", "shop")] }))).toEqual([]);
    expect(all(before, tree("a:b:Shop", "store"))).toEqual(["replaced store/store-db"]);
  });

  test("that is only read belongs to somebody else", () => {
    expect(all([{ ...db, external: true }], [])).toEqual([]);
  });

  test("says what would stop its end, by what is deployed", () => {
    const held = { ...db, inputs: { deletionProtection: true }, options: { protect: true, retainOnDelete: true } };
    expect(fatesOf(planOf(held), planOf())[0]?.held).toEqual([
      "it is protected: Pulumi refuses",
      "retainOnDelete: the old one stays in the cloud, unmanaged",
      "deletionProtection is on: AWS refuses",
    ]);
    const pool = (deletionProtection: string) => ({
      type: "aws:cognito/userPool:UserPool",
      inputs: { deletionProtection },
    });
    expect(fatesOf(planOf(pool("ACTIVE")), planOf())[0]?.held).toEqual(["deletionProtection is on: AWS refuses"]);
    expect(fatesOf(planOf(pool("INACTIVE")), planOf())[0]?.held).toEqual([]);
  });

  test("keeps its fate under another stack and project", () => {
    const at = (stack: string, project: string) => planOf({ ...db, urn: `urn:pulumi:${stack}::${project}::${DB}::db` });
    expect(fatesOf(at("dev", "a"), at("prod", "b"))).toEqual([]);
  });
});
