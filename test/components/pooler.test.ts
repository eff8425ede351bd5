import { describe, expect, test } from "vitest";
import { POOL_TIERS } from "../../components/_pool-budget.ts";
import { Pooler, type PoolerArgs } from "../../components/pooler.ts";
import { MOCK_ACCOUNT, recordResources } from "../support/mocks.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:${MOCK_ACCOUNT}:secret:acme/${name}-AbCdEf`;
const secretsKeyArn = `arn:aws:kms:eu-west-1:${MOCK_ACCOUNT}:key/secrets`;
const args: PoolerArgs = {
  region: "eu-west-1",
  accountId: MOCK_ACCOUNT,
  vpcId: "vpc-1",
  clusterName: "acme",
  clusterArn: `arn:aws:eks:eu-west-1:${MOCK_ACCOUNT}:cluster/acme`,
  clusterSecurityGroupId: "sg-cluster",
  namespace: "data",
  image: `registry.example.com/pgbouncer@${digest}`,
  exporterImage: `registry.example.com/pgbouncer-exporter@${digest}`,
  server: { address: "main.abc.eu-west-1.rds.amazonaws.com", port: 5432, securityGroupId: "sg-database" },
  serverCidrs: ["10.0.64.0/20", "10.0.80.0/20"],
  maxConnections: 400,
  directConnections: 20,
  databases: [{ name: "shop", ...POOL_TIERS.medium }],
  userSecretArns: { api: secret("api"), worker: secret("worker") },
  secretsKeyArn,
  clients: [{ namespace: "apps", matchLabels: { "app.kubernetes.io/name": "api" } }],
  tags: { system: "acme", environment: "test", owner: "team@acme.test", dataClass: "personal" },
};
const selector = { "app.kubernetes.io/name": "pooler", "app.kubernetes.io/instance": "pooler" };
const peer = (namespace: string, matchLabels: object) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
  podSelector: { matchLabels },
});

const record = (more: Partial<PoolerArgs> = {}) => recordResources(() => new Pooler("pooler", { ...args, ...more }));

describe("Pooler", () => {
  test("runs hardened pods that stop slowly and restart without losing the set", async () => {
    const recording = await record();
    const set = recording.one("kubernetes:apps/v1:StatefulSet");
    const { template, ...spec } = set.inputs.spec;
    expect(spec).toEqual({
      replicas: 2,
      serviceName: "pooler-peers",
      podManagementPolicy: "Parallel",
      updateStrategy: { type: "RollingUpdate" },
      minReadySeconds: 5,
      revisionHistoryLimit: 5,
      selector: { matchLabels: selector },
    });
    expect(template.metadata.labels).toMatchObject(selector);
    expect(template.spec).toMatchObject({
      serviceAccountName: "pooler",
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true },
      // 15 before the port closes, 60 for open transactions, 15 to end.
      terminationGracePeriodSeconds: 90,
      volumes: [
        { name: "config", configMap: { name: expect.stringMatching(/^pooler-[0-9a-f]{10}$/), defaultMode: 0o444 } },
        { name: "runtime", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
        { name: "exporter", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
        {
          name: "users",
          csi: {
            driver: "secrets-store.csi.k8s.io",
            readOnly: true,
            volumeAttributes: { secretProviderClass: "pooler-users" },
          },
        },
      ],
    });
    const [pgbouncer, exporter] = template.spec.containers;
    const asks = { exec: { command: ["/usr/local/bin/supervisor", "-check", "127.0.0.1:6432"] }, timeoutSeconds: 5 };
    expect(pgbouncer).toMatchObject({
      image: args.image,
      command: ["/usr/local/bin/supervisor"],
      args: [
        "-config=/etc/pgbouncer/pgbouncer.ini",
        "-runtime=/run/pgbouncer",
        "-users=/run/secrets/pgbouncer/users",
        "-server-names=pooler,pooler.data,pooler.data.svc.cluster.local",
        "-stats-user=pgbouncer_stats",
        "-stats-passfile=/run/exporter/pgpass",
        "-drain-timeout=60s",
      ],
      // One process uses one processor at most.
      resources: { requests: { cpu: "250m" }, limits: { cpu: "1" } },
      startupProbe: asks,
      readinessProbe: asks,
      livenessProbe: asks,
      lifecycle: { preStop: { sleep: { seconds: 15 } } },
      securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
    });
    expect(pgbouncer.env).toBeUndefined();
    // The exporter sees its own password and nothing else of PgBouncer's.
    expect(exporter.volumeMounts).toEqual([{ name: "exporter", mountPath: "/run/exporter", readOnly: true }]);
    expect(exporter.env).toEqual([{ name: "PGPASSFILE", value: "/run/exporter/pgpass" }]);
    expect(exporter.args).toContain(
      "--pgBouncer.connectionString=postgres://pgbouncer_stats@127.0.0.1:6432/pgbouncer?sslmode=require",
    );
    expect(set.opts.dependencies).toEqual(
      expect.arrayContaining(["pooler-policy", "pooler-identity", "pooler-pods-policy", "pooler-users-secrets"]),
    );
  });

  test("writes the configuration into one unchangeable object, named by its content", async () => {
    const config = (await record()).one("kubernetes:core/v1:ConfigMap");
    expect(config.inputs.immutable).toBe(true);
    expect(Object.keys(config.inputs.data)).toEqual(["databases.ini", "pgbouncer.ini"]);
    const ini = config.inputs.data["pgbouncer.ini"];
    expect(ini).toContain("auth_type = scram-sha-256\n");
    expect(ini).toContain("server_tls_sslmode = verify-full\n");
    expect(ini).toContain("2 = host=pooler-1.pooler-peers.data.svc.cluster.local port=6432 pool_size=20\n");
    expect(config.inputs.data["databases.ini"]).toContain("shop = host=main.abc.eu-west-1.rds.amazonaws.com port=5432");

    const other = (await record({ maxClientConnections: 500 })).one("kubernetes:core/v1:ConfigMap");
    expect(other.inputs.metadata.name).not.toBe(config.inputs.metadata.name);
    const elsewhere = { ...args.server, address: "other.abc.eu-west-1.rds.amazonaws.com" };
    const moved = (await record({ server: elsewhere })).one("kubernetes:core/v1:ConfigMap");
    expect(moved.inputs.metadata.name).not.toBe(config.inputs.metadata.name);
  });

  test("offers one address for clients and a stable one for each process", async () => {
    const recording = await record();
    expect(recording.one("kubernetes:core/v1:Service", "pooler-service").inputs).toMatchObject({
      metadata: { name: "pooler", namespace: "data" },
      spec: {
        type: "ClusterIP",
        selector,
        ports: [{ name: "postgres", port: 6432, targetPort: "postgres", protocol: "TCP" }],
      },
    });
    expect(recording.one("kubernetes:core/v1:Service", "pooler-peers").inputs).toMatchObject({
      metadata: { name: "pooler-peers" },
      spec: { clusterIP: "None", publishNotReadyAddresses: true, selector },
    });
    expect(recording.one("kubernetes:policy/v1:PodDisruptionBudget").inputs.spec).toEqual({
      minAvailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: { matchLabels: selector },
    });
  });

  test("admits its clients and its peers, and goes to the database and its peers", async () => {
    const policy = (await record({ scraperCidrs: ["10.0.32.0/20"] })).one(
      "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    );
    expect(policy.inputs.spec).toEqual({
      podSelector: { matchLabels: selector },
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        {
          from: [peer("apps", { "app.kubernetes.io/name": "api" }), peer("data", selector)],
          ports: [{ protocol: "TCP", port: 6432 }],
        },
        { from: [{ ipBlock: { cidr: "10.0.32.0/20" } }], ports: [{ protocol: "TCP", port: 9127 }] },
      ],
      egress: [
        { to: [peer("data", selector)], ports: [{ protocol: "TCP", port: 6432 }] },
        {
          to: [{ ipBlock: { cidr: "10.0.64.0/20" } }, { ipBlock: { cidr: "10.0.80.0/20" } }],
          ports: [{ protocol: "TCP", port: 5432 }],
        },
      ],
    });
  });

  test("reaches the database through a security group of its own", async () => {
    const recording = await record();
    const [rule] = recording.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    expect(rule?.inputs).toMatchObject({
      securityGroupId: "sg-database",
      referencedSecurityGroupId: recording.one("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").inputs
        .securityGroupId,
      fromPort: 5432,
      toPort: 5432,
    });
    const policy = recording.one("kubernetes:vpcresources.k8s.aws/v1beta1:SecurityGroupPolicy");
    expect(policy.inputs.spec.podSelector).toEqual({ matchLabels: selector });
  });

  test("may read exactly its secrets", async () => {
    const recording = await record({ tlsSecretArn: secret("pooler-tls") });
    const { Statement } = JSON.parse(recording.one("aws:iam/rolePolicy:RolePolicy").inputs.policy);
    const arns = [secret("api"), secret("worker"), secret("pooler-tls")];
    expect(Statement).toEqual([
      {
        Sid: "ReadSecrets",
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
        Resource: arns,
      },
      expect.objectContaining({ Sid: "DecryptSecrets", Action: ["kms:Decrypt"], Resource: secretsKeyArn }),
    ]);
    const classes = recording.all("kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass");
    const objects = classes.map(({ inputs }) => JSON.parse(inputs.spec.parameters.objects));
    expect(objects).toEqual([
      [
        {
          objectName: secret("pooler-tls"),
          objectType: "secretsmanager",
          objectAlias: "tls.json",
          jmesPath: [
            { path: "certificate", objectAlias: "tls.crt" },
            { path: "privateKey", objectAlias: "tls.key" },
          ],
        },
      ],
      [
        { objectName: secret("api"), objectType: "secretsmanager", objectAlias: "api" },
        { objectName: secret("worker"), objectType: "secretsmanager", objectAlias: "worker" },
      ],
    ]);
    const [pgbouncer] = recording.one("kubernetes:apps/v1:StatefulSet").inputs.spec.template.spec.containers;
    expect(pgbouncer.args).toContain("-tls=/run/secrets/pgbouncer/tls");
    expect(pgbouncer.args.join()).not.toContain("server-names");
  });

  test("says where it is", async () => {
    const { result, resources } = await record();
    expect(resources.find(({ type }) => type === "rampart:data:Pooler")?.outputs).toMatchObject({
      host: "pooler.data.svc.cluster.local",
      port: 6432,
    });
    expect(result.connection).toEqual({
      name: "pooler",
      to: { kind: "pods", namespace: "data", matchLabels: selector },
      port: 6432,
    });
  });

  test.each<[Partial<PoolerArgs>, string]>([
    [
      { image: "registry.example.com/pgbouncer:1.26.1" },
      'image is "registry.example.com/pgbouncer:1.26.1"; allowed is',
    ],
    [{ exporterImage: "exporter" }, 'image is "exporter"; allowed is'],
    [{ pgbouncerVersion: "1.26.0" }, 'pgbouncerVersion is "1.26.0"; allowed is 1.26.1 or later'],
    [{ replicas: 1 }, "replicas is 1; allowed are whole numbers from 2 to 20."],
    [{ databases: [] }, "databases is empty"],
    [{ databases: [{ name: "pgbouncer", ...POOL_TIERS.small }] }, 'a database is named "pgbouncer"'],
    [{ databases: [{ name: "shop", poolSize: 0, reserveSize: 0 }] }, 'poolSize of database "shop" is 0;'],
    [
      {
        databases: [
          { name: "shop", ...POOL_TIERS.small },
          { name: "shop", ...POOL_TIERS.small },
        ],
      },
      'two databases are named "shop"',
    ],
    [{ userSecretArns: {} }, "userSecretArns is empty"],
    [{ userSecretArns: { "../etc": secret("x") } }, 'userSecretArns has "../etc"'],
    [{ clients: [] }, "clients is empty"],
    [{ directConnections: 500 }, "directConnections is 500; allowed are whole numbers from 0 to 400."],
    [{ service: "Pooler" }, 'service is "Pooler"; allowed are'],
    [
      { databases: [{ name: "shop", ...POOL_TIERS.large }], replicas: 6 },
      "the pools may open 420 server connections (replicas × the sum of poolSize + reserveSize), and 320 are available " +
        "(0.85 × maxConnections 400 − directConnections 20). Lower replicas or pool sizes, or choose a larger instance class.",
    ],
  ])("refuses %j", (more, message) => {
    expect(() => new Pooler("pooler", { ...args, ...more })).toThrow('Pooler "pooler": ');
    expect(() => new Pooler("pooler", { ...args, ...more })).toThrow(message);
  });
});
