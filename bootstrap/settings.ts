import * as z from "zod";
import { SECURITY_STANDARDS, type SecurityStandard } from "../components/account-sensors.ts";
import { reason, slug, text, whole } from "../stacks/settings/_fields.ts";

const account = z.string().regex(/^\d{12}$/, "twelve digits");
const region = z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "a region such as eu-central-1");
const stack = z.strictObject({ system: slug(24), environment: slug(24) });

const lock = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("governance"), days: whole(1, 3_650, "days") }),
  z.strictObject({
    mode: z.literal("compliance"),
    days: whole(1, 3_650, "days"),
    irreversible: z.literal(true, "true: nobody can undo it before the days are over"),
    reason: reason(),
  }),
]);

const pipelines = z
  .strictObject({
    github: z.exactOptional(
      z.strictObject({
        repository: z
          .string()
          .regex(/^[\w.-]+(?:@\d+)?\/[\w.-]+(?:@\d+)?$/, "owner/name, or owner@id/name@id with immutable subjects"),
        environments: z.array(z.string().regex(/^[\w.-]+$/, "the name of a protected environment")).min(1),
      }),
    ),
    gitlab: z.exactOptional(
      z.strictObject({
        host: z.exactOptional(z.hostname()),
        project: z.string().regex(/^[\w.-]+(?:\/[\w.-]+)+$/, "group/project"),
        branches: z.array(z.string().regex(/^[\w./-]+$/, "the name of a protected branch")).min(1),
      }),
    ),
    deployPolicyArns: z
      .array(z.string().regex(/^arn:aws:iam::(?:aws|\d{12}):policy\/[\w+=,.@/-]+$/, "the ARN of an IAM policy"))
      .min(1)
      .max(9),
    previewReads: z.array(stack).default([]),
    deploySessionHours: whole(1, 4, "hours").default(2),
  })
  .refine(({ github, gitlab }) => github !== undefined || gitlab !== undefined, "needs github, gitlab or both");

const images = z.strictObject({
  repositories: z.array(z.string()).min(1),
  keptImages: whole(10, 10_000, "images").default(200),
  pulledBy: z.exactOptional(
    z.strictObject({
      organisationId: z.string().regex(/^o-[a-z0-9]{10,32}$/, "an organisation such as o-a1b2c3d4e5"),
      accountIds: z.array(account).min(1),
    }),
  ),
});

const standards = Object.keys(SECURITY_STANDARDS) as [SecurityStandard, ...SecurityStandard[]];

/** The settings of one account: the same in each of its regions. A default is the safe choice; what costs or cannot be undone is asked for. */
const schema = z.strictObject({
  accountId: account,
  /** Region of the trail, its bucket and what belongs to the whole account. */
  homeRegion: region,
  owner: text(1, 64),
  /** Who is told what happens in the account. */
  emails: z.array(z.email()).min(1),
  /** The stacks whose states the account keeps. */
  stacks: z.array(stack).min(1),
  /** Roles of people who deploy by hand, with the rights to: they decrypt the secrets in every state of the account. */
  operatorRoleArns: z
    .array(z.string().regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/, "the ARN of an IAM role"))
    .default([]),
  pipelines,
  /** Left out in an account that takes its images from another. */
  images: z.exactOptional(images),
  audit: z
    .strictObject({
      lock: lock.default({ mode: "governance", days: 365 }),
      retentionDays: whole(1, 3_650, "days").default(730),
      logRetentionDays: whole(1, 3_653, "days").default(400),
      insights: z.boolean().default(true),
    })
    .prefault({}),
  state: z
    .strictObject({
      lockDays: whole(1, 365, "days").default(30),
      noncurrentDays: whole(1, 3_650, "days").default(365),
    })
    .prefault({}),
  securityHub: z.exactOptional(z.array(z.enum(standards)).min(1)),
  passwordPolicy: z.boolean().default(false),
  backupResourceTypes: z.exactOptional(z.record(text(2, 64), z.boolean())),
});

export type BootstrapSettings = z.output<typeof schema>;

/** @throws With every key that is wrong, what it holds and what it may. */
export function parseBootstrap(value: unknown): BootstrapSettings {
  const result = schema.safeParse(value, { jitless: true });
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    ({ path, message }) => `  rampart:bootstrap${path.map((key) => `.${String(key)}`).join("")}: ${message}`,
  );
  throw new Error(`The settings of the account are not valid. Correct Pulumi.<stack>.yaml:\n${faults.join("\n")}`);
}

/** Accounts of the AWS documentation or of one digit, names of RFC 2606, and the organisations of the shipped settings. */
const EXAMPLE =
  /^(?:arn:aws:iam::)?(?:123456789012|111122223333|444455556666|777788889999|999988887777|(\d)\1{11})(?::|$)|@example\.(?:com|org|net)$|^example-|^o-a1b2c3d4e5$/;

/**
 * Refuses the shipped example values. Called where a real engine runs the program.
 *
 * @throws With the key of each.
 */
export function refuseExamples(settings: BootstrapSettings): void {
  const { github, gitlab, deployPolicyArns } = settings.pipelines;
  const pulledBy = settings.images?.pulledBy;
  const values: Readonly<Record<string, readonly (string | undefined)[]>> = {
    accountId: [settings.accountId],
    emails: settings.emails,
    operatorRoleArns: settings.operatorRoleArns,
    "pipelines.github.repository": [github?.repository],
    "pipelines.gitlab.project": [gitlab?.project],
    "pipelines.deployPolicyArns": deployPolicyArns,
    "images.pulledBy": [pulledBy?.organisationId, ...(pulledBy?.accountIds ?? [])],
  };
  const found = Object.keys(values).filter((key) => values[key]?.some((one) => one !== undefined && EXAMPLE.test(one)));
  if (found.length === 0) return;
  throw new Error(
    `The settings of the account still hold shipped examples in ${found.join(", ")}; write your own into Pulumi.<stack>.yaml.`,
  );
}
