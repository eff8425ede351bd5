/**
 * What a user may do in its database: `owner` may also drop and change collections and indexes, `readwrite` and `readonly` use
 * documents.
 */
export type DocumentAccess = "owner" | "readwrite" | "readonly";

export interface DocumentIndex {
  /** Fields in the order of the index; 1 ascends, -1 descends. */
  readonly keys: readonly { readonly field: string; readonly order: 1 | -1 }[];
  /** No two documents with the same values. @default false */
  readonly unique?: boolean;
  /** Documents whose (single, date) field is older go away, some time after. 0: at the date itself. @default never */
  readonly expireAfterSeconds?: number;
}

export interface DocumentUser {
  /** Key of `databases`. */
  readonly database: string;
  readonly access: DocumentAccess;
  /** Which of its logins the secret names: odd ones are `<name>_a`, even ones `<name>_b`. @default 1 */
  readonly generation?: number;
}

/** What a document store must hold. Nothing that it holds beside is touched. */
export interface DocumentPlan {
  /** Database to collection to index, each by its name. */
  readonly databases: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, DocumentIndex>>>>>>;
  /** Each is two logins that take turns, so that the earlier one works until the next turn. */
  readonly users: Readonly<Record<string, DocumentUser>>;
}

/** The two logins of a user. */
export function loginUsers(user: string): readonly [string, string] {
  return [`${user}_a`, `${user}_b`];
}

/** The login that a generation of the secret names. */
export function loginUser(user: string, generation: number): string {
  const [odd, even] = loginUsers(user);
  return generation % 2 === 1 ? odd : even;
}

/** Where the certificate bundle of RDS lies in images that connect: DocumentDB's certificates are signed by the same authorities. */
export const CA_FILE = "/etc/ssl/rds/global-bundle.pem";

const ROLES: Readonly<Record<DocumentAccess, string>> = { owner: "dbOwner", readwrite: "readWrite", readonly: "read" };

export interface ScriptPlaces {
  readonly host: string;
  readonly port: number;
  /** Folder with the file `master` and, for each user, `user-<name>`: JSON objects with `username` and `password`. */
  readonly secrets: string;
}

/**
 * A script for mongosh that makes users, collections and indexes. It may run any number of times.
 *
 * It holds no credential: mongosh reads them from files. The login in the secret gets the password in the secret; the other login
 * keeps its own and gets the same role. An index that exists under its name with other fields stops the script, because only people
 * know whether it may be dropped; another expiry is set in place.
 */
export function bootstrapScript(plan: DocumentPlan, places: ScriptPlaces): string {
  const users = Object.entries(plan.users).map(([name, { database, access }]) => ({
    file: `user-${name}`,
    logins: loginUsers(name),
    role: { role: ROLES[access], db: database },
  }));
  return [
    `const plan = ${JSON.stringify({ ...places, caFile: CA_FILE, users, databases: plan.databases }, undefined, 2)};`,
    BODY,
  ].join("\n");
}

/** Loops instead of callbacks: mongosh awaits its own calls only where it can rewrite the code around them. */
const BODY = `
const { readFileSync } = require("fs");

function secretOf(file) {
  return JSON.parse(readFileSync(plan.secrets + "/" + file, "utf8"));
}

function logIn() {
  const { username, password } = secretOf("master");
  const login = encodeURIComponent(username) + ":" + encodeURIComponent(password);
  const options = "tls=true&tlsCAFile=" + encodeURIComponent(plan.caFile) + "&replicaSet=rs0&retryWrites=false&authSource=admin";
  return connect("mongodb://" + login + "@" + plan.host + ":" + plan.port + "/admin?" + options);
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

const admin = logIn();

for (const { file, logins, role } of plan.users) {
  const { username, password } = secretOf(file);
  if (!logins.includes(username)) throw new Error(file + " names a login that is not one of " + logins.join(" and "));
  for (const login of logins) {
    const [user] = admin.runCommand({ usersInfo: { user: login, db: "admin" } }).users;
    if (!user) {
      if (login === username) admin.runCommand({ createUser: login, pwd: password, roles: [role] });
      continue;
    }
    const roles = user.roles.map(({ role, db }) => ({ role, db }));
    if (!roles.some((had) => same(had, role))) admin.runCommand({ grantRolesToUser: login, roles: [role] });
    const others = roles.filter((had) => !same(had, role));
    if (others.length > 0) admin.runCommand({ revokeRolesFromUser: login, roles: others });
    if (login === username) admin.runCommand({ updateUser: login, pwd: password });
  }
}

for (const [databaseName, collections] of Object.entries(plan.databases)) {
  const database = admin.getSiblingDB(databaseName);
  for (const [collectionName, indexes] of Object.entries(collections)) {
    if (!database.getCollectionNames().includes(collectionName)) database.createCollection(collectionName);
    const collection = database.getCollection(collectionName);
    for (const [name, { keys, unique = false, expireAfterSeconds = null }] of Object.entries(indexes)) {
      const key = Object.fromEntries(keys.map(({ field, order }) => [field, order]));
      const where = databaseName + "." + collectionName + " index " + name;
      const made = collection.getIndexes().find((index) => index.name === name);
      if (!made) {
        const expiry = expireAfterSeconds === null ? {} : { expireAfterSeconds };
        collection.createIndex(key, { name, unique, background: true, ...expiry });
        print("made " + where);
        continue;
      }
      const fields = Object.entries(made.key).map(([field, order]) => [field, Number(order)]);
      const expires = "expireAfterSeconds" in made ? Number(made.expireAfterSeconds) : null;
      const kept = same(fields, Object.entries(key)) && (made.unique ?? false) === unique;
      if (!kept || (expires === null) !== (expireAfterSeconds === null)) {
        throw new Error(where + " exists with other fields or options; give the new one another name, or drop the old one");
      }
      if (expires !== expireAfterSeconds) {
        database.runCommand({ collMod: collectionName, index: { keyPattern: key, expireAfterSeconds } });
        print("changed " + where);
      }
    }
  }
}
print("done");
`;
