import type { Property } from "../../../property.ts";
import { type Issue, all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { holdsCredential, isLiteral, namesCredential } from "../_credentials.ts";
import { POD, withContainer, deployment, withInitContainer } from "../_examples.ts";
import { SECRETS } from "../_links.ts";
import { itemName, writtenText } from "../_objects.ts";
import { HANDLERS, POD_TYPES, onContainers } from "../_pods.ts";

export default defineRule({
  id: "k8s-no-secrets-in-env-literals",
  title: "Refuse literal credentials in container environment, command or arguments.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Who may read the pod, its workload, the state or a crash report reads the credential; rotating it needs a deployment.",
  fix: "Keep the value in a Secret: mount it as a file, or take it by env[].valueFrom.secretKeyRef.",
  links: [SECRETS],
  types: POD_TYPES,
  check: (resource) =>
    onContainers(resource, (container, label) =>
      all(
        () => each(container.get("env").items(), (variable) => judgeVariable(variable, label)),
        () => judgeArguments(container.get("command"), label),
        () => judgeArguments(container.get("args"), label),
        () => each(HANDLERS, (keys) => judgeHandler(container.get(...keys), label)),
      ),
    ),
  examples: {
    pass: [
      { inputs: withContainer({ env: [{ name: "LOG_LEVEL", value: "info" }] }) },
      {
        inputs: withContainer({
          env: [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } }],
        }),
      },
      {
        name: "where the credential is, not the credential",
        inputs: withContainer({
          env: [
            { name: "DB_PASSWORD_FILE", value: "/run/secrets/db" },
            { name: "DB_SECRET", value: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/db" },
            { name: "DATABASE_URL", value: "postgres://api:$(DB_PASSWORD)@pooler:6432/shop" },
          ],
          args: ["--token-file=/run/secrets/token", "--password=$(DB_PASSWORD)"],
        }),
      },
    ],
    fail: [
      {
        name: "the second variable, beside an unknown one",
        inputs: withContainer({ env: [UNKNOWN, { name: "DB_PASSWORD", value: "example" }] }),
        path: `${POD}/containers/0/env/1/value`,
        message: 'container "api" has a credential in plain text in variable "DB_PASSWORD"',
      },
      {
        name: "a password inside a URL, in an init container",
        inputs: withInitContainer(
          { env: [{ name: "DATABASE_URL", value: "postgres://api:example@db:5432/shop" }] },
          {},
        ),
        path: `${POD}/initContainers/0/env/0/value`,
        message: 'init container "migrate"',
      },
      {
        name: "an argument",
        inputs: deployment({ containers: [{ name: "api", args: ["serve", "--api-key", "example"] }] }),
        path: `${POD}/containers/0/args/2`,
        message: "has a credential in its arguments",
      },
      {
        name: "the command of a probe",
        inputs: withContainer({ livenessProbe: { exec: { command: ["mysqladmin", "ping", "--password=example"] } } }),
        path: `${POD}/containers/0/livenessProbe/exec/command/2`,
        message: "has a credential in its arguments",
      },
      {
        name: "the header of a probe",
        inputs: withContainer({
          readinessProbe: {
            httpGet: { port: 8080, httpHeaders: [{ name: "Authorization", value: "Basic ZXhhbXBsZTpleGFtcGxlMQ==" }] },
          },
        }),
        path: `${POD}/containers/0/readinessProbe/httpGet/httpHeaders/0/value`,
        message: "has a credential in the header of a probe",
      },
      {
        name: "shell text",
        inputs: withContainer({ command: ["sh", "-c", "PGPASSWORD=example psql -h db"] }),
        path: `${POD}/containers/0/command/2`,
        message: "has a credential in its arguments",
      },
    ],
    undecided: [
      { inputs: withContainer({ env: [{ name: "MODE", value: UNKNOWN }] }), path: `${POD}/containers/0/env/0/value` },
      { inputs: withContainer({ env: [{ name: UNKNOWN, value: "example" }] }), path: `${POD}/containers/0/env/0/name` },
      { inputs: withContainer({ args: UNKNOWN }), path: `${POD}/containers/0/args` },
      {
        inputs: withContainer({ lifecycle: { postStart: { exec: { command: UNKNOWN } } } }),
        path: `${POD}/containers/0/lifecycle/postStart/exec/command`,
      },
    ],
  },
});

/** Text is judged as the program writes it: a computed part of it does not make a literal of the rest. */
function judgeVariable(variable: Property, label: string): Issue[] {
  const value = variable.get("value");
  const text = writtenText(value) ?? "";
  if (text === "") return [];
  const credential =
    holdsCredential(text) || (isLiteral(text) && namesCredential(writtenText(variable.get("name")) ?? ""));
  if (!credential) return [];
  const where = `variable ${itemName(variable)}`;
  return [value.fail(`${label} has a credential in plain text in ${where}; take it from a Secret by secretKeyRef.`)];
}

/** Probes and hooks run commands in the container too, and send headers to it. */
function judgeHandler(handler: Property, label: string): Issue[] {
  return all(
    () => judgeArguments(handler.get("exec", "command"), label),
    () =>
      each(handler.get("httpGet", "httpHeaders").items(), (header) => {
        const value = header.get("value");
        return holdsCredential(writtenText(value) ?? "")
          ? [value.fail(`${label} has a credential in the header of a probe; let it serve the probe without one.`)]
          : [];
      }),
  );
}

function judgeArguments(list: Property, label: string): Issue[] {
  let flag = "";
  return each(list.items(), (item) => {
    const text = writtenText(item) ?? "";
    const named = namesCredential(flag) && isLiteral(text) && !text.startsWith("-");
    flag = /^--?[A-Za-z][\w.-]*$/.test(text) ? text : "";
    return named || holdsCredential(text)
      ? [item.fail(`${label} has a credential in its arguments; mount it as a file from a Secret.`)]
      : [];
  });
}
