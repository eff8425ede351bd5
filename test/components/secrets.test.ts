import * as aws from "@pulumi/aws";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { fillTemplate } from "../../components/_secret-values.ts";
import { type SecretSpec, Secrets, type SecretsArgs } from "../../components/secrets.ts";
import { MOCK_ACCOUNT, type Recording, isSecret, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";

const tags = { system: "shop", environment: "staging", owner: "platform", dataClass: "internal" };
const rotation = { maxAgeDays: 90, runbook: "rotate-signing-key" };
const signing = { kind: "generated", purpose: "Signs tokens", use: "signing", rotation } as const;
const entries = {
  "jwt-access": signing,
  "jwt-refresh": { ...signing, bytes: 64, encoding: "hex" },
  fernet: { ...signing, use: "encryption", encoding: "base64url-padded" },
  plain: { ...signing, use: "other", bytes: 16, encoding: "base64" },
  api: {
    kind: "rotated",
    purpose: "Database login of the API",
    username: "api_a",
    host: "db.internal",
    port: 5432,
    database: "shop",
    fields: { url: "postgresql://{username}:{password}@{host}:{port}/{database}?sslmode=verify-full" },
  },
  app: {
    kind: "composed",
    purpose: "All keys of the application",
    fields: { access: { secret: "jwt-access" }, issuer: { text: "https://example.com" } },
  },
  sms: { kind: "supplied", purpose: "SMS provider", supplied: false, rotation },
  mail: { kind: "supplied", purpose: "Mail provider", supplied: true, rotation },
} as const satisfies Record<string, SecretSpec>;
const args = {
  region: "eu-west-1",
  accountId: MOCK_ACCOUNT,
  prefix: "shop/staging",
  kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/secrets",
  tags,
};

let secrets: Recording<Secrets<keyof typeof entries>>;
beforeAll(async () => {
  secrets = await recordResources(() => new Secrets("shop", { ...args, entries }));
});
const tagsOf = (entry: string) => secrets.one("aws:secretsmanager/secret:Secret", `shop-${entry}`).inputs.tags;
const text = (entry: string): string =>
  secrets.one("aws:secretsmanager/secretVersion:SecretVersion", `shop-${entry}`).inputs.secretString;

describe("each secret", () => {
  test("is under the customer key, recoverable, protected and without replicas", () => {
    const all = secrets.all("aws:secretsmanager/secret:Secret");
    expect(all.map((it) => it.inputs.name)).toEqual(
      Object.keys(entries)
        .map((it) => `shop/staging/${it}`)
        .toSorted(),
    );
    for (const secret of all) {
      expect(secret.inputs).toMatchObject({ region: "eu-west-1", kmsKeyId: args.kmsKeyArn, recoveryWindowInDays: 30 });
      expect([secret.inputs.replicas, secret.inputs.policy]).toEqual([undefined, undefined]);
      expect(secret.opts.protect).toBe(true);
      expect(secret.parent).toBe("shop");
    }
  });

  test("denies calls without TLS and foreign principals, but neither the account nor AWS services", () => {
    const policies = secrets.all("aws:secretsmanager/secretPolicy:SecretPolicy");
    expect(policies).toHaveLength(Object.keys(entries).length);
    for (const { inputs } of policies) {
      expect(inputs.blockPublicPolicy).toBe(true);
      const policy = parsePolicy(inputs.policy);
      expect(policy.statements.map((it) => it.Effect)).toEqual(["Deny", "Deny"]);
      expect(policy.sid("DenyWithoutTls").Condition).toEqual({ Bool: { "aws:SecureTransport": "false" } });
      expect(policy.sid("DenyOtherAccounts").Condition).toEqual({
        StringNotEquals: { "aws:PrincipalAccount": MOCK_ACCOUNT },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      });
    }
  });

  test("says who rotates it and when", () => {
    expect(tagsOf("sms")).toMatchObject({
      component: "secrets",
      rotation: "manual",
      "rotation-max-age-days": "90",
      "rotation-runbook": "rotate-signing-key",
    });
    expect(tagsOf("api")).toMatchObject({ rotation: "automatic" });
    // Its part is due in 90 days.
    expect(tagsOf("app")).toMatchObject({ rotation: "manual", "rotation-max-age-days": "90" });
  });
});

describe("values", () => {
  test("are Pulumi secrets wherever they pass, and appear nowhere else", async () => {
    const versions = secrets.all("aws:secretsmanager/secretVersion:SecretVersion");
    for (const version of versions) expect(version.secretPaths).toEqual(["secretString"]);
    const others = JSON.stringify(
      secrets.resources.map((it) => (versions.includes(it) ? it.opts : [it.inputs, it.opts, it.outputs])),
    );
    for (const { inputs } of versions) expect(others).not.toContain(inputs.secretString);
    expect(others).not.toContain(JSON.parse(text("api")).password);
    expect(await isSecret(secrets.result.entries.api.arn)).toBe(false);
  });

  test("are written as the application expects them", () => {
    expect(Buffer.from(text("jwt-access"), "base64url")).toHaveLength(32);
    expect(text("jwt-access")).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(text("jwt-refresh")).toMatch(/^[0-9a-f]{128}$/);
    expect(text("fernet")).toMatch(/^[A-Za-z0-9_-]{43}=$/);
    expect(text("plain")).toMatch(/^[A-Za-z0-9+/]{22}==$/);
  });

  test("of two keys come from two random sources", () => {
    expect(secrets.all("random:index/randomBytes:RandomBytes").map((it) => [it.name, it.inputs.length])).toEqual([
      ["shop-fernet", 32],
      ["shop-jwt-access", 32],
      ["shop-jwt-refresh", 64],
      ["shop-plain", 16],
    ]);
    expect(secrets.all("random:index/randomBytes:RandomBytes").filter((it) => it.opts.protect)).toEqual([]);
  });

  test("of a login hold its parts and its URLs as texts, written once", () => {
    const version = secrets.one("aws:secretsmanager/secretVersion:SecretVersion", "shop-api");
    const login = JSON.parse(text("api"));
    expect(login).toEqual({
      username: "api_a",
      password: expect.stringMatching(/^[A-Za-z0-9]{48}$/),
      host: "db.internal",
      port: "5432",
      database: "shop",
      url: `postgresql://api_a:${login.password}@db.internal:5432/shop?sslmode=verify-full`,
    });
    expect(version.opts.ignoreChanges).toEqual(["secretString", "versionStages"]);
    expect(secrets.one("random:index/randomPassword:RandomPassword").inputs).toMatchObject({
      length: 48,
      special: false,
    });
  });

  test("of others follow the catalogue when it changes, and leave the earlier version in place", () => {
    const version = secrets.one("aws:secretsmanager/secretVersion:SecretVersion", "shop-jwt-access");
    expect(version.opts).toMatchObject({ ignoreChanges: ["versionStages"], retainOnDelete: true });
  });

  test("change with the generation", async () => {
    const next = await recordResources(
      () => new Secrets("shop", { ...args, entries: { key: { ...signing, generation: 2 } } }),
    );
    expect(next.one("random:index/randomBytes:RandomBytes").inputs.keepers).toEqual({ generation: "2" });
  });

  test("composed of others are one JSON object", () => {
    expect(JSON.parse(text("app"))).toEqual({ access: text("jwt-access"), issuer: "https://example.com" });
  });

  test("supplied by the operator are not Pulumi's", () => {
    const names = secrets.all("aws:secretsmanager/secretVersion:SecretVersion").map((it) => it.name);
    expect(names).not.toContain("shop-sms");
    expect(names).not.toContain("shop-mail");
  });
});

describe("references", () => {
  test("tell ARN, name, version, and whether a value is there", async () => {
    const { entries: found } = secrets.result;
    expect(await valueOf(found.sms.arn)).toBe(
      `arn:aws:secretsmanager:eu-west-1:${MOCK_ACCOUNT}:secret:shop/staging/sms-AbCdEf`,
    );
    expect(await valueOf(found.sms.name)).toBe("shop/staging/sms");
    expect([found.sms.supplied, found.mail.supplied, found.api.supplied]).toEqual([false, true, true]);
    expect(await valueOf(found["jwt-access"].versionId ?? "")).toMatch(/^0{8}-/);
    expect([found.api.versionId, found.sms.versionId]).toEqual([undefined, undefined]);
  });

  test("exist only once the value and the policy do", async () => {
    const recording = await recordResources(() => {
      const made = new Secrets("shop", { ...args, entries: { key: signing } });
      return new aws.ssm.Parameter("reader", { type: "String", value: made.entries.key.arn });
    });
    const reader = recording.one("aws:ssm/parameter:Parameter");
    const types = reader.opts.dependencyUrns.map((urn) => urn.split("::")[2]?.split("$").pop());
    expect(types).toEqual(
      expect.arrayContaining([
        "aws:secretsmanager/secretVersion:SecretVersion",
        "aws:secretsmanager/secretPolicy:SecretPolicy",
      ]),
    );
  });
});

test("fillTemplate lets no part break out of a URL", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (username, password) => {
      const url = new URL(fillTemplate("redis://{username}:{password}@cache.internal:6379/0", { username, password }));
      expect([url.hostname, url.port, url.pathname, url.search, url.hash]).toEqual([
        "cache.internal",
        "6379",
        "/0",
        "",
        "",
      ]);
      expect([decodeURIComponent(url.username), decodeURIComponent(url.password)]).toEqual([username, password]);
    }),
  );
});

describe("refuses", () => {
  const login = entries.api;
  const refused: [string, Partial<SecretsArgs>, string][] = [
    ["an account id that is none", { accountId: "1" }, 'accountId is "1"'],
    ["a prefix with a double slash", { prefix: "shop//staging" }, 'prefix is "shop//staging"'],
    [
      "a window that is too short",
      { recoveryWindowDays: 0 },
      "recoveryWindowDays is 0; Secrets Manager takes whole days from 7 to 30",
    ],
    ["a name with capitals", { entries: { JWT_SECRET: signing } }, 'secret "JWT_SECRET" has a malformed name'],
    ["no purpose", { entries: { key: { ...signing, purpose: " " } } }, 'secret "key" has no purpose'],
    [
      "a short signing key",
      { entries: { key: { ...signing, bytes: 31 } } },
      'secret "key" is a signing key of 31 bytes; such keys need at least 32',
    ],
    [
      "a short session key",
      { entries: { key: { ...signing, use: "session", bytes: 16 } } },
      "is a session key of 16 bytes",
    ],
    ["too few bytes for anything", { entries: { key: { ...signing, use: "other", bytes: 8 } } }, "has 8 bytes"],
    ["half a byte", { entries: { key: { ...signing, bytes: 32.5 } } }, "has 32.5 bytes"],
    [
      "a generation before the first",
      { entries: { key: { ...signing, generation: 0 } } },
      "has generation 0; count from 1",
    ],
    [
      "an unknown placeholder",
      { entries: { api: { ...login, fields: { url: "{user}" } } } },
      'has {user} in field "url"; use {username}, {password}',
    ],
    [
      "a field that a login has",
      { entries: { api: { ...login, fields: { password: "x" } } } },
      'composes field "password"',
    ],
    [
      "a field that no expression can name",
      { entries: { api: { ...login, fields: { "database-url": "x" } } } },
      'secret "api" has field "database-url"; use letters, digits and _ in field names',
    ],
    ["an empty composition", { entries: { app: { ...entries.app, fields: {} } } }, "composes no field"],
    [
      "a part that is missing",
      { entries: { key: signing, app: { ...entries.app, fields: { a: { secret: "ky" } } } } },
      'takes field "a" from "ky", which is not in the catalogue; generated are key',
    ],
    [
      "a part that rotates",
      { entries: { api: login, app: { ...entries.app, fields: { a: { secret: "api" } } } } },
      'from "api", which is rotated and changes later',
    ],
    [
      "one key for both tokens",
      { tokenKeys: { access: "jwt-access", refresh: "jwt-access" } },
      'both signed by "jwt-access"',
    ],
    [
      "a token key that is no signing key",
      { tokenKeys: { access: "jwt-access", refresh: "fernet" } },
      'refresh tokens are signed by "fernet", which is not',
    ],
    [
      "a token key that is missing",
      { tokenKeys: { access: "none", refresh: "jwt-refresh" } },
      'access tokens are signed by "none"',
    ],
  ];
  test.each(refused)("%s", (_what, extra, message) => {
    const make = () => new Secrets("shop", { ...args, entries, ...extra });
    expect(make).toThrow('Secrets "shop": ');
    expect(make).toThrow(message);
  });

  test("{database} without a database", () => {
    const { database: _, ...without } = login;
    expect(() => new Secrets("shop", { ...args, entries: { api: without } })).toThrow("has {database} in field");
  });
});
