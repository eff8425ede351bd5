import { type BootstrapPlan, clusterSql, databaseSql } from "../../../components/_bootstrap-sql.ts";
import { type Lab, makePassword, postgresBin } from "./_servers.ts";

export const plan: BootstrapPlan = {
  databases: { shop: { extensions: ["pgcrypto"] }, empty: {} },
  roles: {
    migrate: { database: "shop", access: "owner" },
    api: { database: "shop", access: "readwrite", connectionLimit: 40, statementTimeoutSeconds: 30 },
    report: { database: "shop", access: "readonly" },
    monitor: { database: "shop", access: "monitor" },
  },
};

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export function login(user: string): Login {
  return { user, password: makePassword(), database: "shop" };
}

export const logins = {
  migrate: login("migrate_a"),
  api: login("api_a"),
  report: login("report_a"),
  monitor: login("monitor_a"),
};

export function secretOf({ user, password }: Login): { username: string; password: string } {
  return { username: user, password };
}

/** Runs the bootstrap command as the Job does; what it said. */
export function bootstrap(lab: Lab, applied = plan, authority = "ca"): string {
  const folder = lab.makeFolder("bootstrap");
  lab.makeFolder("bootstrap", "run");
  lab.write(`${folder}/master`, JSON.stringify(secretOf(lab.master)));
  const roles = Object.values(logins).map((role) => {
    lab.write(`${folder}/${role.user}`, JSON.stringify(secretOf(role)));
    return `-role=${folder}/${role.user}`;
  });
  lab.write(`${folder}/cluster.sql`, clusterSql(applied));
  const scripts = Object.keys(applied.databases).map((database) => {
    lab.write(`${folder}/${database}.database.sql`, databaseSql(applied, database));
    return `${database}=${folder}/${database}.database.sql`;
  });
  return lab.run(lab.path("bin/bootstrap"), [
    `-psql=${postgresBin}/psql`,
    "-host=127.0.0.1",
    `-port=${lab.port}`,
    `-ca=${lab.path(`${authority}.crt`)}`,
    `-runtime=${folder}/run`,
    `-master=${folder}/master`,
    ...roles,
    `postgres=${folder}/cluster.sql`,
    ...scripts,
  ]);
}
