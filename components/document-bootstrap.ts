import * as pulumi from "@pulumi/pulumi";
import { type BootstrapJobArgs, bootstrapJob } from "./_bootstrap-job.ts";
import { checkDocumentPlan } from "./_document-plan-checks.ts";
import { type DocumentPlan, bootstrapScript } from "./_document-script.ts";
import { childOptions } from "./_options.ts";
import { nameHash } from "./_workload-hash.ts";
import { SECRETS_FOLDER } from "./_workload-secrets.ts";

export type { DocumentAccess, DocumentIndex, DocumentPlan, DocumentUser } from "./_document-script.ts";

export interface DocumentBootstrapArgs extends DocumentPlan, BootstrapJobArgs {
  /** Image with `mongosh` on the path and the RDS certificate bundle at `CA_FILE`, pinned by digest. */
  readonly image: string;
  /** Secret of each user by the user's name: a JSON object with `username`, one of the two logins, and `password`. */
  readonly userSecretArns: Readonly<Record<string, pulumi.Input<string>>>;
  /** Building an index on a large collection takes time. @default 1800 */
  readonly deadlineSeconds?: number;
}

const SERVICE = "document-bootstrap";
const SCRIPT = "/etc/bootstrap";
/** mongosh writes its history and log below its home: here in memory, gone with the pod. */
const HOME = "/run/bootstrap";

/**
 * A Job that makes users, collections and indexes in a document store, and again whenever the plan, the image, the server or the
 * generation of a login changes. Repeating it changes nothing.
 *
 * Guarantees: the connection is encrypted and the server's certificate and name are verified; passwords are read from files in memory
 * and appear in no argument, environment or manifest; a user has exactly one role, in one database.
 *
 * DocumentDB has no function that rotates these users: a login is renewed by raising its generation, which makes a new password for
 * the other login of the two, while the earlier one keeps working. The provider comes with the options, as for a Workload.
 *
 * @throws If the image is not pinned, a name is malformed, or users, databases and secrets do not match.
 */
export class DocumentBootstrap extends pulumi.ComponentResource {
  readonly securityGroupId: pulumi.Output<string>;
  /** What everything that logs in depends on: the Job, done. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: DocumentBootstrapArgs, opts?: pulumi.ComponentResourceOptions) {
    const { server, deadlineSeconds = 1_800 } = args;
    checkDocumentPlan(`DocumentBootstrap "${name}"`, { ...args, deadlineSeconds });
    super("rampart:data:DocumentBootstrap", name, {}, opts);
    const script = pulumi
      .output(server.address)
      .apply((host) => bootstrapScript(args, { host, port: server.port, secrets: SECRETS_FOLDER }));
    const generations = Object.entries(args.users).map(([user, { generation = 1 }]) => [user, generation]);
    const { job, securityGroupId } = bootstrapJob(
      name,
      args,
      {
        service: SERVICE,
        serverName: "document-store",
        image: args.image,
        command: ["mongosh", "--nodb", "--norc", "--quiet", "--file", `${SCRIPT}/bootstrap.js`],
        env: [{ name: "HOME", value: HOME }],
        resources: { cpuRequest: "100m", cpuLimit: "1", memory: "512Mi" },
        // Prefixed, so that a user may be called "master".
        secretArns: Object.fromEntries(Object.entries(args.userSecretArns).map(([user, arn]) => [`user-${user}`, arn])),
        files: {
          name: "script",
          mountPath: SCRIPT,
          data: script.apply((text) => ({ "bootstrap.js": text })),
          configMapName: script.apply((text) => `${SERVICE}-${nameHash(text)}`),
        },
        scratch: { name: "home", mountPath: HOME, sizeMib: 32 },
        jobName: script.apply((text) => `${SERVICE}-${nameHash(JSON.stringify([args.image, text, generations]))}`),
        deadlineSeconds,
      },
      childOptions(this, opts),
    );

    this.securityGroupId = securityGroupId;
    this.ready = [job];
    this.registerOutputs({ securityGroupId: this.securityGroupId });
  }
}
