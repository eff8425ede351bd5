import { describe, expect, test } from "vitest";
import { clusterSql, databaseSql } from "../../components/_bootstrap-sql.ts";
import { identifier, literal, runWhere } from "../../components/_sql.ts";
import { DatabaseBootstrap, type DatabaseBootstrapArgs } from "../../components/database-bootstrap.ts";
import { MOCK_ACCOUNT, recordResources } from "../support/mocks.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:${MOCK_ACCOUNT}:secret:${name}-AbCdEf`;
const plan = {
  databases: { shop: { extensions: ["pg_trgm"] } },
  roles: {
    migrate: { database: "shop", access: "owner" },
    api: { database: "shop", access: "readwrite" },
  },
} as const;
const args: DatabaseBootstrapArgs = {
  ...plan,
  region: "eu-west-1",
  accountId: MOCK_ACCOUNT,
  vpcId: "vpc-1",
  clusterName: "acme",
  clusterArn: `arn:aws:eks:eu-west-1:${MOCK_ACCOUNT}:cluster/acme`,
  clusterSecurityGroupId: "sg-cluster",
  namespace: "data",
  image: `registry.example.com/bootstrap@${digest}`,
  server: { address: "main.abc.eu-west-1.rds.amazonaws.com", port: 5432, securityGroupId: "sg-database" },
  serverCidrs: ["10.0.64.0/20"],
  masterSecretArn: secret("rds!db-1"),
  roleSecretArns: { migrate: secret("migrate"), api: secret("api") },
  secretsKeyArn: `arn:aws:kms:eu-west-1:${MOCK_ACCOUNT}:key/secrets`,
  tags: { system: "acme", environment: "test", owner: "team@acme.test", dataClass: "personal" },
};
const record = (more: Partial<DatabaseBootstrapArgs> = {}) =>
  recordResources(() => new DatabaseBootstrap("bootstrap", { ...args, ...more }));

const nameOf = async (more: Partial<DatabaseBootstrapArgs>) =>
  (await record(more)).one("kubernetes:batch/v1:Job").inputs.metadata.name;

describe("SQL", () => {
  test("quotes what a name or a text may hold", () => {
    expect(identifier('a"b')).toBe('"a""b"');
    expect(literal("it's")).toBe("'it''s'");
    expect(literal("a\\'b")).toBe("E'a\\\\''b'");
    expect(runWhere("true", `COMMENT ON ROLE "x" IS 'y'`)).toBe(
      `SELECT 'COMMENT ON ROLE "x" IS ''y''' WHERE true \\gexec`,
    );
  });

  test("sets a password only when it makes the role", () => {
    const sql = clusterSql(plan);
    expect(sql.match(/PASSWORD/g)).toHaveLength(4);
    expect(sql).not.toMatch(/ALTER ROLE \S+ .*PASSWORD/);
    expect(sql).toContain(
      [
        "\\if :{?verifier_api_b}",
        `SELECT pg_catalog.format('CREATE ROLE "api_b" LOGIN PASSWORD %L', :'verifier_api_b') WHERE NOT EXISTS ` +
          "(SELECT FROM pg_catalog.pg_roles WHERE rolname = 'api_b') \\gexec",
        "\\else",
        `SELECT 'CREATE ROLE "api_b" LOGIN' WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'api_b') \\gexec`,
        "\\endif",
      ].join("\n"),
    );
  });

  test("takes everything from PUBLIC and gives each access its rights", () => {
    expect(clusterSql(plan)).toContain('REVOKE ALL ON DATABASE "shop" FROM PUBLIC;');
    const sql = databaseSql(plan, "shop");
    expect(sql).toContain("REVOKE ALL ON SCHEMA public FROM PUBLIC;");
    expect(sql).toContain('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "api";');
    expect(sql).not.toMatch(/GRANT .* TO "migrate"/);
    expect(sql).toContain('CREATE EXTENSION IF NOT EXISTS "pg_trgm" SCHEMA extensions;');
  });
});

describe("DatabaseBootstrap", () => {
  test("runs one hardened pod that reads every secret from a file", async () => {
    const recording = await record();
    const job = recording.one("kubernetes:batch/v1:Job");
    expect(job.inputs.metadata.name).toMatch(/^database-bootstrap-[0-9a-f]{10}$/);
    expect(job.inputs.spec).toMatchObject({ backoffLimit: 4, activeDeadlineSeconds: 600 });
    const pod = job.inputs.spec.template.spec;
    expect(pod).toMatchObject({ restartPolicy: "Never", automountServiceAccountToken: false });
    const [container] = pod.containers;
    expect(container).toMatchObject({
      image: args.image,
      command: ["/usr/local/bin/bootstrap"],
      args: [
        "-host=main.abc.eu-west-1.rds.amazonaws.com",
        "-port=5432",
        "-runtime=/run/bootstrap",
        "-master=/run/secrets/app/master",
        "-role=/run/secrets/app/role-migrate",
        "-role=/run/secrets/app/role-api",
        "postgres=/etc/bootstrap/cluster.sql",
        "shop=/etc/bootstrap/shop.database.sql",
      ],
      securityContext: { readOnlyRootFilesystem: true, runAsNonRoot: true },
    });
    expect(container.env).toBeUndefined();
    expect(recording.one("kubernetes:core/v1:ConfigMap").inputs).toMatchObject({
      immutable: true,
      data: { "cluster.sql": clusterSql(plan), "shop.database.sql": databaseSql(plan, "shop") },
    });
    expect(job.opts.dependencies).toEqual(
      expect.arrayContaining(["bootstrap-policy", "bootstrap-identity", "bootstrap-pods-policy", "bootstrap-secrets"]),
    );
  });

  test("runs again when the plan, the image or the server changes, and only then", async () => {
    const names = [
      await nameOf({}),
      await nameOf({ image: `registry.example.com/other@${digest}` }),
      await nameOf({ server: { ...args.server, address: "other.rds.amazonaws.com" } }),
      await nameOf({ databases: { shop: {} } }),
    ];
    expect(new Set(names).size).toBe(4);
    expect(await nameOf({ deadlineSeconds: 900 })).toBe(names[0]);
  });

  test("may read exactly its secrets, and reaches only the database", async () => {
    const recording = await record();
    const { Statement } = JSON.parse(recording.one("aws:iam/rolePolicy:RolePolicy").inputs.policy);
    expect(Statement[0].Resource).toEqual([secret("rds!db-1"), secret("migrate"), secret("api")]);
    expect(recording.one("kubernetes:networking.k8s.io/v1:NetworkPolicy").inputs.spec).toMatchObject({
      policyTypes: ["Ingress", "Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "10.0.64.0/20" } }], ports: [{ protocol: "TCP", port: 5432 }] }],
    });
    expect(recording.one("kubernetes:networking.k8s.io/v1:NetworkPolicy").inputs.spec.ingress).toBeUndefined();
  });

  test.each<[Partial<DatabaseBootstrapArgs>, string]>([
    [{ image: "bootstrap:latest" }, 'image is "bootstrap:latest"; allowed is'],
    [{ databases: {}, roles: {}, roleSecretArns: {} }, "databases is empty"],
    [{ databases: { ...plan.databases, postgres: {} } }, 'databases has "postgres", which every server has for itself'],
    [{ databases: { ...plan.databases, "Shop 2": {} } }, 'databases has "Shop 2"; allowed are 1 to 57 characters'],
    [{ databases: { shop: { extensions: ["x; --"] } } }, 'database "shop" lists extension "x; --"'],
    [
      { roles: { ...plan.roles, api: { database: "shoop", access: "readonly" } } },
      'role "api" names database "shoop"; allowed are shop.',
    ],
    [
      { roles: { ...plan.roles, shop_owner: { database: "shop", access: "readonly" } } },
      'role "shop_owner" would be made twice',
    ],
    [
      { roles: { ...plan.roles, pg_me: { database: "shop", access: "readonly" } } },
      'roles has "pg_me"; names beginning with',
    ],
    [
      { roles: { ...plan.roles, web: { database: "shop", access: "readonly" } } },
      'roleSecretArns has no secret for role "web"',
    ],
    [
      { roleSecretArns: { ...args.roleSecretArns, web: secret("web") } },
      'roleSecretArns has "web", which is no role; allowed are migrate, api.',
    ],
    [
      { roles: { ...plan.roles, api: { database: "shop", access: "readwrite", connectionLimit: 0 } } },
      'connectionLimit of role "api" is 0;',
    ],
    [{ deadlineSeconds: 5 }, "deadlineSeconds is 5; allowed are whole numbers from 60 to 3600."],
  ])("refuses %j", (more, message) => {
    expect(() => new DatabaseBootstrap("bootstrap", { ...args, ...more })).toThrow('DatabaseBootstrap "bootstrap": ');
    expect(() => new DatabaseBootstrap("bootstrap", { ...args, ...more })).toThrow(message);
  });
});
