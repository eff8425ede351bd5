import { type Properties, Secret, type Value, isObject } from "../../policies/value.ts";
import { containerEdits } from "./texts-containers.ts";
import { LACKING, STATEMENTS, document } from "./statements.ts";

/** An insecure value made from the harmless one that stands there: a whole policy document, a map with one key changed. */
type Edit = (harmless: Value | undefined) => readonly Value[];

const DOCUMENTS = /^(policy|policyDocument|accessPolicy|assumeRolePolicy)$/;
const ALB = "alb.ingress.kubernetes.io";
const NGINX = "nginx.ingress.kubernetes.io";
const LOAD_BALANCER = "service.beta.kubernetes.io/aws-load-balancer";
const PASSWORD = "Tr0ub4dor&3-example-literal";

/** Map with `changes` laid on; `undefined` takes a key out. Gives nothing where that changes nothing. */
const laid =
  (...variants: readonly { readonly [key: string]: Value | undefined }[]): Edit =>
  (harmless) => {
    const map: Properties = isObject(harmless) ? harmless : {};
    return variants.flatMap((changes) => {
      const entries = Object.entries({ ...map, ...changes }).filter(
        (entry): entry is [string, Value] => entry[1] !== undefined,
      );
      const changed = Object.fromEntries(entries);
      return JSON.stringify(changed) === JSON.stringify(map) ? [] : [changed];
    });
  };

const SNIPPETS = ["server", "configuration", "auth", "modsecurity", "stream"];

const EDITS: Readonly<Record<string, Edit>> = {
  "k8s-ingress-ssl-redirect:annotations": laid({
    [`${ALB}/ssl-redirect`]: undefined,
    [`${ALB}/actions.ssl-redirect`]: undefined,
  }),
  "k8s-ingress-ssl-policy:annotations": laid(
    { [`${ALB}/ssl-policy`]: "ELBSecurityPolicy-2016-08" },
    { [`${ALB}/ssl-policy`]: undefined },
  ),
  "k8s-ingress-waf:annotations": laid({ [`${ALB}/wafv2-acl-arn`]: undefined }, { [`${ALB}/wafv2-acl-arn`]: "" }),
  "k8s-service-lb-internal:annotations": laid(
    { [`${LOAD_BALANCER}-scheme`]: "internet-facing", [`${LOAD_BALANCER}-internal`]: undefined },
    { [`${LOAD_BALANCER}-scheme`]: undefined, [`${LOAD_BALANCER}-internal`]: undefined },
  ),
  "k8s-ingress-tls:annotations": laid({ [`${ALB}/certificate-arn`]: undefined }),
  "k8s-ingress-hsts:data": laid({ hsts: "false" }),
  "k8s-ingress-internal-or-cidrs:annotations": laid({
    [`${ALB}/scheme`]: "internet-facing",
    [`${ALB}/inbound-cidrs`]: undefined,
    [`${NGINX}/whitelist-source-range`]: undefined,
  }),
  "k8s-ingress-no-snippets:annotations": laid(
    ...SNIPPETS.map((name) => ({ [`${NGINX}/${name}-snippet`]: "return 200;" })),
  ),
  "k8s-ingress-nginx-safe-annotations:annotations": laid(
    { [`${NGINX}/rewrite-target`]: "/$1;\nlua_load_module /tmp/x.so;" },
    { [`${NGINX}/auth-url`]: 'http://example.com/#;}}}\nssl_engine "/tmp/x"' },
  ),
  "pss-baseline-apparmor:annotations": laid({ "container.apparmor.security.beta.kubernetes.io/api": "unconfined" }),
  "pss-baseline-seccomp:annotations": laid(
    { "seccomp.security.alpha.kubernetes.io/pod": "unconfined" },
    { "container.seccomp.security.alpha.kubernetes.io/api": "unconfined" },
  ),
  "k8s-namespace-pss-enforce:labels": laid(
    { "pod-security.kubernetes.io/enforce": "privileged" },
    { "pod-security.kubernetes.io/enforce": "" },
    { "pod-security.kubernetes.io/enforce": undefined },
  ),
  "rbac-aggregation-guarded:labels": laid(
    ...["admin", "edit", "view"].map((name) => ({ [`rbac.authorization.k8s.io/aggregate-to-${name}`]: "true" })),
  ),
  "k8s-no-dashboard-or-tiller:labels": laid({ "k8s-app": "kubernetes-dashboard" }, { app: "helm", name: "tiller" }),
  "k8s-workload-covered-by-policy:labels": laid({ app: "another" }),
  "k8s-configmap-no-secrets:data": laid(
    { password: PASSWORD },
    { "app.properties": `level=info\ndb.password=${PASSWORD}\n` },
  ),
  "k8s-configmap-no-secrets:binaryData": laid({ password: Buffer.from(PASSWORD).toString("base64") }),
  "k8s-secret-not-inline:data": laid({ password: Buffer.from(PASSWORD).toString("base64") }),
  "k8s-secret-not-inline:stringData": laid({ password: PASSWORD }),
  "pgbouncer-credentials-from-secret:data": laid({ "userlist.txt": '"api" "md5abcdefabcdefabcdefabcdefabcdefab"\n' }),
};

const PGBOUNCER: Readonly<Record<string, readonly (readonly [key: string, value: string])[]>> = {
  "pgbouncer-server-tls-verify": ["disable", "prefer", "require", "verify-ca", ""].map((mode) => [
    "server_tls_sslmode",
    mode,
  ]),
  "pgbouncer-client-tls": ["disable", "allow", "prefer", ""].map((mode) => ["client_tls_sslmode", mode]),
  "pgbouncer-auth-scram": ["trust", "any", "plain", "md5"].map((type) => ["auth_type", type]),
  "pgbouncer-admin-restricted": [["admin_users", "postgres"]],
};

/** Insecure values for an input that holds a text or a map, which a list of values cannot say. */
export function editsFor(control: string, name: string): Edit | undefined {
  if (DOCUMENTS.test(name) && control in STATEMENTS)
    return (harmless) => documents(STATEMENTS[control] ?? [], harmless);
  if (DOCUMENTS.test(name) && control in LACKING) return () => (LACKING[control] ?? []).map((one) => document(one));
  const settings = PGBOUNCER[control];
  if (settings !== undefined && /^(data|stringData)$/.test(name))
    return (harmless) => pgbouncerConfigs(settings, harmless);
  return EDITS[`${control}:${name}`] ?? containerEdits(`${control}:${name}`);
}

/** Each statement as the only one, and as the second after those that are harmless. */
function documents(statements: readonly Value[], harmless: Value | undefined): Value[] {
  const before = statementsIn(harmless);
  return statements.flatMap((statement) => [
    document(statement),
    ...(before.length > 0 && !before.some(isDeny) ? [document(...before, statement)] : []),
  ]);
}

/** What a document denies to everyone, no other statement of it can allow. */
function isDeny(statement: Value): boolean {
  return isObject(statement) && statement["Effect"] === "Deny";
}

function statementsIn(text: Value | undefined): readonly Value[] {
  if (typeof text !== "string" || !text.startsWith("{")) return [];
  const { Statement } = JSON.parse(text) as { readonly Statement?: Value };
  return Array.isArray(Statement) ? (Statement as readonly Value[]) : [];
}

function pgbouncerConfigs(settings: readonly (readonly [string, string])[], harmless: Value | undefined): Value[] {
  if (!isObject(harmless)) return [];
  return Object.entries(harmless).flatMap(([file, content]) => {
    const opened = content instanceof Secret ? content.value : content;
    const written = typeof opened === "string" ? opened : "";
    const decoded = Buffer.from(written, "base64").toString();
    const isEncoded = decoded.includes("[pgbouncer]");
    const text = isEncoded ? decoded : written;
    if (!text.includes("[pgbouncer]")) return [];
    return settings.map(([key, value]) => {
      const without = text
        .split("\n")
        .filter((line) => !line.startsWith(`${key} `))
        .join("\n");
      const changed = value === "" ? without : without.replace("[pgbouncer]", `[pgbouncer]\n${key} = ${value}`);
      return { ...harmless, [file]: isEncoded ? Buffer.from(changed).toString("base64") : changed };
    });
  });
}

/** Whether the input holds a document in JSON, for which a text that is no JSON is one more wrong value. */
export function isDocument(name: string): boolean {
  return DOCUMENTS.test(name);
}
