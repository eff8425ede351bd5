import * as pulumi from "@pulumi/pulumi";
import { type BootstrapJobArgs, bootstrapJob } from "./_bootstrap-job.ts";
import { checkBootstrap } from "./_bootstrap-checks.ts";
import { type BootstrapPlan, clusterSql, databaseSql } from "./_bootstrap-sql.ts";
import { childOptions } from "./_options.ts";
import { nameHash } from "./_workload-hash.ts";
import { SECRETS_FOLDER } from "./_workload-secrets.ts";

export interface DatabaseBootstrapArgs extends BootstrapPlan, BootstrapJobArgs {
  /** Image built from `runtime/pgbouncer`, target `bootstrap`, pinned by digest. */
  readonly image: string;
  /** Secret of each role by the role's name: a JSON object with `username`, one of the two login roles, and `password`. */
  readonly roleSecretArns: Readonly<Record<string, pulumi.Input<string>>>;
  /** @default 600 */
  readonly deadlineSeconds?: number;
}

const SERVICE = "database-bootstrap";
const RUNTIME = "/run/bootstrap";
const SQL = "/etc/bootstrap";

/**
 * A Job that makes databases, roles, grants and extensions on a Postgres server, and makes them again whenever the plan, the image or
 * the server changes. Repeating it changes nothing.
 *
 * Guarantees: it connects to the server itself with its certificate and name verified; the master password and those of the roles
 * are read from files in memory, and the server sees SCRAM verifiers only; a role's password is set when the role is made and left to
 * rotation from then on; PUBLIC may do nothing.
 *
 * Every service gets a group role and two login roles, `<name>_a` and `<name>_b`; rotation sets the password of the one not in use.
 * The provider comes with the options, as for a Pooler.
 *
 * @throws If the image is not pinned, a name is malformed, or roles, databases and secrets do not match.
 */
export class DatabaseBootstrap extends pulumi.ComponentResource {
  readonly securityGroupId: pulumi.Output<string>;
  /** What the pooler and everything else that logs in depend on: the Job, done. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: DatabaseBootstrapArgs, opts?: pulumi.ComponentResourceOptions) {
    const { server, deadlineSeconds = 600 } = args;
    checkBootstrap(`DatabaseBootstrap "${name}"`, { ...args, deadlineSeconds });
    super("rampart:data:DatabaseBootstrap", name, {}, opts);
    const sql = scripts(args);
    const sqlHash = nameHash(JSON.stringify(sql));
    const roles = Object.entries(args.roleSecretArns);
    const { job, securityGroupId } = bootstrapJob(
      name,
      args,
      {
        service: SERVICE,
        serverName: "database",
        image: args.image,
        command: ["/usr/local/bin/bootstrap"],
        args: [
          pulumi.interpolate`-host=${server.address}`,
          `-port=${server.port}`,
          `-runtime=${RUNTIME}`,
          `-master=${SECRETS_FOLDER}/master`,
          ...roles.map(([role]) => `-role=${SECRETS_FOLDER}/role-${role}`),
          `postgres=${SQL}/cluster.sql`,
          ...Object.keys(args.databases).map((database) => `${database}=${SQL}/${database}.database.sql`),
        ],
        resources: { cpuRequest: "50m", cpuLimit: "500m", memory: "128Mi" },
        // Prefixed, so that a role may be called "master".
        secretArns: Object.fromEntries(roles.map(([role, arn]) => [`role-${role}`, arn])),
        files: { name: "sql", mountPath: SQL, data: sql, configMapName: `${SERVICE}-${sqlHash}` },
        scratch: { name: "runtime", mountPath: RUNTIME, sizeMib: 1 },
        jobName: pulumi
          .output(server.address)
          .apply((address) => `${SERVICE}-${nameHash(JSON.stringify([args.image, address, server.port, sqlHash]))}`),
        deadlineSeconds,
      },
      childOptions(this, opts),
    );

    this.securityGroupId = securityGroupId;
    this.ready = [job];
    this.registerOutputs({ securityGroupId: this.securityGroupId });
  }
}

/** File name to SQL. */
function scripts(plan: BootstrapPlan): Record<string, string> {
  return {
    "cluster.sql": clusterSql(plan),
    ...Object.fromEntries(
      Object.keys(plan.databases).map((database) => [`${database}.database.sql`, databaseSql(plan, database)]),
    ),
  };
}
