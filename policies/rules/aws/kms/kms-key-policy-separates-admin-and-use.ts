import { policyText } from "../../../examples.ts";
import { defineRule, each, every, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { type Documents, type Statement, coversAction, eachDocument } from "../../_policy-document.ts";
import { awsDocs } from "../_links.ts";

const ROOT = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" };
const admin = (Action: string[], role = "keys-admin") => ({
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam::111122223333:role/audit", `arn:aws:iam::111122223333:role/${role}`] },
  Action,
  Resource: "*",
});

export default defineRule({
  id: "kms-key-policy-separates-admin-and-use",
  title: "Do not give one non-root principal both administration and cryptographic use, nor the full action wildcard.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Splitting the duties stops one stolen role from both using and destroying the key.",
  fix: "Give the administrators kms:Put*, kms:ScheduleKeyDeletion and the like, and others kms:Decrypt and kms:GenerateDataKey*.",
  links: [awsDocs("Key policies", "kms/latest/developerguide/key-policies.html")],
  types: [
    "aws:kms/key:Key",
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
  ],
  check: (key) =>
    eachDocument(key, keyPolicy, (statements) =>
      each(statements, (statement) => {
        const both = every(
          [
            () => grants(statement, ADMINISTRATION),
            () => some(statements, (other) => grants(other, USE) && shareUser(statement, other)),
          ],
          (test) => test(),
        );
        if (!both) return [];
        return [
          statement.property.fail(
            `${statement.label} lets someone who may use the key administer it as well; split the actions between two principals`,
          ),
        ];
      }),
    ),
  examples: {
    pass: [
      { inputs: { policy: policyText(ROOT, admin(["kms:Put*", "kms:ScheduleKeyDeletion"])) } },
      {
        type: "aws:kms/keyPolicy:KeyPolicy",
        inputs: {
          policy: policyText(admin(["kms:PutKeyPolicy"]), {
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::111122223333:role/app" },
            Action: "kms:Decrypt",
            Resource: "*",
          }),
        },
      },
    ],
    fail: [
      { inputs: { policy: policyText(ROOT, admin(["kms:*"])) }, path: "/policy", message: "Statement 2" },
      {
        name: "in two statements",
        type: "aws:kms/keyPolicy:KeyPolicy",
        inputs: { policy: policyText(admin(["kms:Decrypt"], "app"), admin(["kms:PutKeyPolicy"], "keys-admin")) },
        path: "/policy",
        message: "administer it as well",
      },
    ],
    undecided: [
      { inputs: { policy: UNKNOWN }, path: "/policy" },
      {
        inputs: { policy: { Statement: [{ ...admin(["kms:*"]), Principal: { AWS: UNKNOWN } }] } },
        path: "/policy/Statement/0/Principal/AWS",
      },
    ],
  },
});
const keyPolicy: Documents = (key) => [key.get("policy")];
const ADMINISTRATION = ["kms:putkeypolicy", "kms:schedulekeydeletion", "kms:disablekey"];
const USE = [
  "kms:decrypt",
  "kms:encrypt",
  "kms:generatedatakey",
  "kms:sign",
  "kms:generatemac",
  "kms:derivesharedsecret",
];
const ROOT_PRINCIPAL = /^(?:\d{12}|arn:[a-z-]+:iam::\d{12}:root)$/;

function grants(statement: Statement, actions: readonly string[]): boolean {
  return every([statement.allows, () => actions.some((action) => coversAction(statement, action))], (test) => test());
}

function shareUser(one: Statement, other: Statement): boolean {
  const users = new Set(usersOf(other));
  return usersOf(one).some((text) => users.has(text));
}

/** The roles and users that a statement names. Everyone, services and whole accounts are other rules' business. */
function usersOf(statement: Statement): string[] {
  return statement
    .principals()
    .filter(({ kind, text }) => kind === "AWS" && text !== "*" && !ROOT_PRINCIPAL.test(text))
    .map(({ text }) => text);
}
