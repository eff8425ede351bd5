import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { type DocumentPlan, bootstrapScript, loginUser } from "../../components/_document-script.ts";
import { DocumentBootstrap, type DocumentBootstrapArgs } from "../../components/document-bootstrap.ts";
import { MOCK_ACCOUNT, parsePolicy, recordResources } from "../support/mocks.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:${MOCK_ACCOUNT}:secret:${name}-AbCdEf`;
const plan: DocumentPlan = {
  databases: {
    journal: {
      moods: {
        recent: {
          keys: [
            { field: "userId", order: 1 },
            { field: "timestamp", order: -1 },
          ],
        },
      },
      revoked_tokens: { expiry: { keys: [{ field: "expiresAt", order: 1 }], expireAfterSeconds: 0 } },
    },
  },
  users: { api: { database: "journal", access: "readwrite" } },
};
const args: DocumentBootstrapArgs = {
  ...plan,
  region: "eu-west-1",
  accountId: MOCK_ACCOUNT,
  vpcId: "vpc-1",
  clusterName: "acme",
  clusterArn: `arn:aws:eks:eu-west-1:${MOCK_ACCOUNT}:cluster/acme`,
  clusterSecurityGroupId: "sg-cluster",
  namespace: "data",
  image: `registry.example.com/mongosh@${digest}`,
  server: { address: "docs.cluster-abc.eu-west-1.docdb.amazonaws.com", port: 27017, securityGroupId: "sg-documents" },
  serverCidrs: ["10.0.64.0/20"],
  masterSecretArn: secret("rds!cluster-1"),
  userSecretArns: { api: secret("documents-api") },
  secretsKeyArn: `arn:aws:kms:eu-west-1:${MOCK_ACCOUNT}:key/secrets`,
  tags: { system: "acme", environment: "test", owner: "team@acme.test", dataClass: "personal" },
};
const record = (more: Partial<DocumentBootstrapArgs> = {}) =>
  recordResources(() => new DocumentBootstrap("bootstrap", { ...args, ...more }));
const nameOf = async (more: Partial<DocumentBootstrapArgs>) =>
  (await record(more)).one("kubernetes:batch/v1:Job").inputs.metadata.name;

/** As much of a server, as mongosh shows it, as the script uses. */
class PretendServer {
  readonly users = new Map<string, { pwd: string; roles: { role: string; db: string }[] }>();
  readonly collections = new Map<string, any[]>();
  readonly commands: string[] = [];
  url = "";

  run(script: string, secrets: Record<string, { username: string; password: string }>): void {
    this.commands.length = 0;
    runInNewContext(script, {
      encodeURIComponent,
      print: () => {},
      require: () => ({ readFileSync: (path: string) => JSON.stringify(secrets[path.split("/").at(-1) as string]) }),
      connect: (url: string) => {
        this.url = url;
        return this.database("admin");
      },
    });
  }

  private database(name: string): any {
    const key = (collection: string) => `${name}.${collection}`;
    return {
      getSiblingDB: (other: string) => this.database(other),
      getCollectionNames: () =>
        [...this.collections.keys()].flatMap((it) => (it.startsWith(`${name}.`) ? [it.slice(name.length + 1)] : [])),
      createCollection: (collection: string) =>
        this.change("createCollection", () => this.collections.set(key(collection), [])),
      getCollection: (collection: string) => ({
        getIndexes: () => this.collections.get(key(collection)) ?? [],
        createIndex: (fields: object, options: object) =>
          this.change("createIndex", () => this.collections.get(key(collection))?.push({ key: fields, ...options })),
      }),
      runCommand: (command: any) => this.command(name, command),
    };
  }

  private command(database: string, command: any): unknown {
    if (command.usersInfo !== undefined) {
      const user = this.users.get(command.usersInfo.user);
      return { users: user === undefined ? [] : [{ user: command.usersInfo.user, roles: user.roles }] };
    }
    const [kind = ""] = Object.keys(command);
    this.change(kind, () => {
      const user = this.users.get(command[kind]);
      if (kind === "createUser") this.users.set(command.createUser, { pwd: command.pwd, roles: command.roles });
      if (kind === "updateUser" && user) user.pwd = command.pwd;
      if (kind === "grantRolesToUser") user?.roles.push(...command.roles);
      if (kind === "revokeRolesFromUser" && user) {
        const gone = new Set(command.roles.map((role: object) => JSON.stringify(role)));
        user.roles = user.roles.filter((role) => !gone.has(JSON.stringify(role)));
      }
      if (kind === "collMod") {
        for (const index of this.collections.get(`${database}.${command.collMod}`) ?? []) {
          if (JSON.stringify(index.key) === JSON.stringify(command.index.keyPattern))
            index.expireAfterSeconds = command.index.expireAfterSeconds;
        }
      }
    });
    return { ok: 1 };
  }

  private change(kind: string, apply: () => unknown): void {
    this.commands.push(kind);
    apply();
  }
}

const places = { host: "docs.example", port: 27017, secrets: "/run/secrets/app" };
const script = (more: Partial<DocumentPlan> = {}) => bootstrapScript({ ...plan, ...more }, places);
const secrets = (generation: number) => ({
  master: { username: "rampart", password: "p@ss/word" },
  "user-api": { username: loginUser("api", generation), password: `password-${generation}` },
});
const role = (name: string) => [{ role: name, db: "journal" }];

describe("the script", () => {
  test("makes users, collections and indexes, over a verified connection", () => {
    const server = new PretendServer();
    server.run(script(), secrets(1));
    expect(server.url).toBe(
      "mongodb://rampart:p%40ss%2Fword@docs.example:27017/admin?tls=true&tlsCAFile=%2Fetc%2Fssl%2Frds%2Fglobal-bundle.pem" +
        "&replicaSet=rs0&retryWrites=false&authSource=admin",
    );
    expect([...server.users]).toEqual([["api_a", { pwd: "password-1", roles: role("readWrite") }]]);
    expect(server.collections.get("journal.moods")).toEqual([
      { key: { userId: 1, timestamp: -1 }, name: "recent", unique: false, background: true },
    ]);
    expect(server.collections.get("journal.revoked_tokens")).toEqual([
      { key: { expiresAt: 1 }, name: "expiry", unique: false, background: true, expireAfterSeconds: 0 },
    ]);
  });

  test("changes nothing the second time but the password, to what it is", () => {
    const server = new PretendServer();
    server.run(script(), secrets(1));
    const before = structuredClone([...server.users, ...server.collections]);
    server.run(script(), secrets(1));
    expect(server.commands).toEqual(["updateUser"]);
    expect([...server.users, ...server.collections]).toEqual(before);
  });

  test("leaves the earlier login working when the next generation turns to the other", () => {
    const server = new PretendServer();
    for (const generation of [1, 2]) server.run(script(), secrets(generation));
    expect([...server.users].map(([name, { pwd }]) => [name, pwd])).toEqual([
      ["api_a", "password-1"],
      ["api_b", "password-2"],
    ]);
    server.run(script(), secrets(3));
    expect(server.users.get("api_a")?.pwd).toBe("password-3");
    expect(server.users.get("api_b")?.pwd).toBe("password-2");
  });

  test("takes rights away from both logins when the access is lowered", () => {
    const server = new PretendServer();
    for (const generation of [1, 2]) server.run(script(), secrets(generation));
    server.run(script({ users: { api: { database: "journal", access: "readonly" } } }), secrets(2));
    expect([...server.users.values()].map(({ roles }) => roles)).toEqual([role("read"), role("read")]);
  });

  test("changes an expiry in place, and stops at an index with other fields", () => {
    const server = new PretendServer();
    server.run(script(), secrets(1));
    const tokens = (index: DocumentPlan["databases"][string][string][string]) =>
      script({ databases: { journal: { revoked_tokens: { expiry: index } } } });
    server.run(tokens({ keys: [{ field: "expiresAt", order: 1 }], expireAfterSeconds: 3_600 }), secrets(1));
    expect(server.collections.get("journal.revoked_tokens")?.[0].expireAfterSeconds).toBe(3_600);
    expect(() => server.run(tokens({ keys: [{ field: "createdAt", order: 1 }] }), secrets(1))).toThrow(
      "journal.revoked_tokens index expiry exists with other fields or options",
    );
  });

  test("refuses a secret that names somebody else", () => {
    const wrong = { ...secrets(1), "user-api": { username: "rampart", password: "x" } };
    expect(() => new PretendServer().run(script(), wrong)).toThrow(
      "user-api names a login that is not one of api_a and api_b",
    );
  });
});

describe("DocumentBootstrap", () => {
  test("runs the script in a hardened pod that holds no password", async () => {
    const recording = await record();
    const { spec } = recording.one("kubernetes:batch/v1:Job").inputs;
    const pod = spec.template.spec;
    const [container] = pod.containers;
    expect(spec).toMatchObject({ backoffLimit: 4, activeDeadlineSeconds: 1800 });
    expect(container.command).toEqual([
      "mongosh",
      "--nodb",
      "--norc",
      "--quiet",
      "--file",
      "/etc/bootstrap/bootstrap.js",
    ]);
    expect(container.args).toBeUndefined();
    expect(container.env).toEqual([{ name: "HOME", value: "/run/bootstrap" }]);
    expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
    expect(pod).toMatchObject({ automountServiceAccountToken: false, restartPolicy: "Never" });
    expect(pod.volumes.map(({ name }: { name: string }) => name)).toEqual(["script", "home", "secrets"]);
    const { data, immutable } = recording.one("kubernetes:core/v1:ConfigMap").inputs;
    expect(immutable).toBe(true);
    expect(data["bootstrap.js"]).toContain(args.server.address);
  });

  test("may read exactly its secrets, and reach exactly the store", async () => {
    const recording = await record();
    const { statements } = parsePolicy(recording.one("aws:iam/rolePolicy:RolePolicy").inputs.policy);
    expect(statements[0].Resource).toEqual([secret("rds!cluster-1"), secret("documents-api")]);
    expect(recording.one("kubernetes:networking.k8s.io/v1:NetworkPolicy").inputs.spec).toMatchObject({
      policyTypes: ["Ingress", "Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "10.0.64.0/20" } }], ports: [{ protocol: "TCP", port: 27017 }] }],
    });
    expect(recording.one("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs).toMatchObject({
      securityGroupId: "sg-documents",
      fromPort: 27017,
      toPort: 27017,
    });
  });

  test("makes a new Job for each change that it has to bring about", async () => {
    const names = await Promise.all([
      nameOf({}),
      nameOf({ image: `registry.example.com/mongosh@sha256:${"f".repeat(64)}` }),
      nameOf({ server: { ...args.server, address: "other.example" } }),
      nameOf({ databases: { journal: {} } }),
      nameOf({ users: { api: { database: "journal", access: "readwrite", generation: 2 } } }),
    ]);
    expect(new Set(names).size).toBe(names.length);
    expect(await nameOf({})).toBe(names[0]);
  });

  test.each<[Partial<DocumentBootstrapArgs>, string]>([
    [{ image: "mongosh:latest" }, 'image is "mongosh:latest"; allowed is'],
    [{ databases: {} }, "databases is empty; list at least one."],
    [{ databases: { admin: {} } }, 'databases has "admin", which every server has for itself;'],
    [{ databases: { journal: { moods: { i: { keys: [] } } } } }, 'index "i" of "journal.moods" has 0 fields;'],
    [
      { databases: { journal: { moods: { i: { keys: [{ field: "$x", order: 1 }] } } } } },
      'has field "$x"; allowed are',
    ],
    [
      {
        databases: { journal: { m: { i: { keys: [{ field: "a", order: 1 }], unique: true, expireAfterSeconds: 1 } } } },
      },
      "expires documents; such an index has one field and is not unique.",
    ],
    [
      { users: { api: { database: "other", access: "readonly" } } },
      'user "api" names database "other"; allowed are journal.',
    ],
    [{ users: { api: { database: "journal", access: "readonly", generation: 0 } } }, 'user "api" has generation 0;'],
    [{ userSecretArns: {} }, 'userSecretArns has no secret for user "api"; add it.'],
    [{ userSecretArns: { ...args.userSecretArns, web: "arn" } }, 'userSecretArns has "web", which is no user;'],
    [{ deadlineSeconds: 1 }, "deadlineSeconds is 1; allowed are whole numbers from 60 to 86400."],
  ])("refuses %j", (more, message) => {
    expect(() => new DocumentBootstrap("bootstrap", { ...args, ...more })).toThrow(`DocumentBootstrap "bootstrap": `);
    expect(() => new DocumentBootstrap("bootstrap", { ...args, ...more })).toThrow(message);
  });
});
