import { type DocumentIndex, type DocumentPlan, loginUsers } from "./_document-script.ts";
import { assertDigestPinned } from "./_pod.ts";

/** What `checkDocumentPlan` looks at: the arguments of a DocumentBootstrap with their defaults filled in. */
export interface DocumentPlanChecks extends DocumentPlan {
  readonly image: string;
  readonly userSecretArns: Readonly<Record<string, unknown>>;
  readonly deadlineSeconds: number;
}

/** Databases that the server has for itself. */
export const RESERVED_DATABASES: ReadonlySet<string> = new Set(["admin", "config", "local"]);
const NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,56}$/;
/** A field, or the way to one inside documents. DocumentDB takes neither `$` nor empty parts. */
const FIELD = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*$/;
/** DocumentDB's limit for the fields of one index. */
const MOST_FIELDS = 32;

/** Rejects a plan on which the script would fail halfway. `where` begins each message. */
export function checkDocumentPlan(where: string, args: DocumentPlanChecks): void {
  assertDigestPinned(where, args.image);
  const databases = Object.keys(args.databases);
  if (databases.length === 0) throw new Error(`${where}: databases is empty; list at least one.`);
  for (const [database, collections] of Object.entries(args.databases)) {
    checkName(where, "databases", database);
    if (RESERVED_DATABASES.has(database)) {
      throw new Error(`${where}: databases has "${database}", which every server has for itself; choose another name.`);
    }
    for (const [collection, indexes] of Object.entries(collections)) {
      checkName(where, `database "${database}"`, collection);
      for (const [name, index] of Object.entries(indexes)) {
        checkName(where, `collection "${database}.${collection}"`, name);
        checkIndex(`${where}: index "${name}" of "${database}.${collection}"`, index);
      }
    }
  }
  checkUsers(where, args, databases);
  const { deadlineSeconds } = args;
  if (!Number.isInteger(deadlineSeconds) || deadlineSeconds < 60 || deadlineSeconds > 86_400) {
    throw new Error(`${where}: deadlineSeconds is ${deadlineSeconds}; allowed are whole numbers from 60 to 86400.`);
  }
}

function checkIndex(where: string, { keys, unique, expireAfterSeconds }: DocumentIndex): void {
  const fields = keys.map(({ field }) => field);
  if (fields.length === 0 || fields.length > MOST_FIELDS || new Set(fields).size < fields.length) {
    throw new Error(`${where} has ${fields.length} fields; list 1 to ${MOST_FIELDS}, each once.`);
  }
  const malformed = fields.find((field) => !FIELD.test(field));
  if (malformed !== undefined) {
    throw new Error(
      `${where} has field "${malformed}"; allowed are letters, digits and "_", with "." into inner documents.`,
    );
  }
  if (expireAfterSeconds === undefined) return;
  if (fields.length > 1 || unique === true) {
    throw new Error(`${where} expires documents; such an index has one field and is not unique.`);
  }
  if (!Number.isInteger(expireAfterSeconds) || expireAfterSeconds < 0 || expireAfterSeconds > 2_147_483_647) {
    throw new Error(
      `${where} has expireAfterSeconds ${expireAfterSeconds}; allowed are whole numbers from 0 to 2147483647.`,
    );
  }
}

function checkUsers(where: string, { users, userSecretArns }: DocumentPlanChecks, databases: readonly string[]): void {
  const made = new Set<string>();
  for (const [name, { database, generation = 1 }] of Object.entries(users)) {
    checkName(where, "users", name);
    for (const login of loginUsers(name)) {
      if (made.has(login)) throw new Error(`${where}: login "${login}" would be made twice; rename user "${name}".`);
      made.add(login);
    }
    if (!databases.includes(database)) {
      throw new Error(`${where}: user "${name}" names database "${database}"; allowed are ${databases.join(", ")}.`);
    }
    if (!Number.isInteger(generation) || generation < 1) {
      throw new Error(`${where}: user "${name}" has generation ${generation}; count from 1.`);
    }
    if (!(name in userSecretArns))
      throw new Error(`${where}: userSecretArns has no secret for user "${name}"; add it.`);
  }
  for (const name of Object.keys(userSecretArns)) {
    if (name in users) continue;
    throw new Error(
      `${where}: userSecretArns has "${name}", which is no user; allowed are ${Object.keys(users).join(", ")}.`,
    );
  }
}

function checkName(where: string, argument: string, name: string): void {
  if (NAME.test(name)) return;
  throw new Error(
    `${where}: ${argument} has "${name}"; allowed are 1 to 57 characters of A-Z, a-z, 0-9, "_" and "-", not beginning with a digit or "-".`,
  );
}
