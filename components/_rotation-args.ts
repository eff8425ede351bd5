import type * as pulumi from "@pulumi/pulumi";
import type { CacheUser } from "./_caches-user.ts";
import type { Tags } from "./_tags.ts";

/** A database whose login roles rotate. */
export interface RotatedDatabase {
  readonly address: pulumi.Input<string>;
  readonly port: pulumi.Input<number>;
  /** Group of the database. The rule that admits the function is made here, since the first rotation needs it. */
  readonly securityGroupId: pulumi.Input<string>;
  /** Secret of the master user, which RDS owns and rotates itself. */
  readonly masterSecretArn: pulumi.Input<string>;
  /** Key of that secret. @default `secretsKeyArn` */
  readonly masterSecretKeyArn?: pulumi.Input<string>;
  /**
   * Authorities that may sign the database's certificate: the PEM bundle that AWS publishes for RDS, as an
   * asset, or `"lambda-runtime"` for the file `/var/runtime/ca-cert.pem`, which AWS maintains in the runtime.
   */
  readonly caBundle: pulumi.asset.Asset | "lambda-runtime";
  /**
   * Services by the stem of their two login roles `<stem>_a` and `<stem>_b`, which exist already. The secret
   * holds the one in use as `username` and `password`, and the other one as `alternateUsername` and
   * `alternatePassword` from the first rotation on.
   */
  readonly roles: Readonly<
    Record<
      string,
      { readonly secretArn: pulumi.Input<string>; /** Database that the service uses. */ readonly database: string }
    >
  >;
}

/** What `Rotation` is made of. */
export interface RotationArgs {
  /** Start of the function's name, unique in the account and Region, for example `shop-prod`. */
  readonly prefix: string;
  /** AWS Region of everything in it, for example `eu-west-1`. */
  readonly region: string;
  /** Twelve-digit id of the account. */
  readonly accountId: string;
  readonly vpcId: pulumi.Input<string>;
  /** Subnets of the private tier, in two zones at least. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /**
   * How the function reaches the APIs of Secrets Manager and ElastiCache: by interface endpoints
   * (`secretsmanager`, and `elasticache` when there are caches) behind this group, or through NAT, which
   * opens port 443 to any address. With `services`, the short names of the endpoints that exist, a missing one
   * is refused here; otherwise it would show as a rotation that times out.
   */
  readonly awsApi:
    | {
        readonly kind: "endpoints";
        readonly securityGroupId: pulumi.Input<string>;
        readonly services?: readonly string[];
      }
    | { readonly kind: "nat" };
  /** Key of all secrets named here. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Key of the log group; its policy must admit CloudWatch Logs of this Region. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** Days to keep the function's log, one of the periods CloudWatch Logs offers. */
  readonly logRetentionDays: number;
  /** @default no database role rotates */
  readonly database?: RotatedDatabase;
  /** Users of one `Caches`, by name: `caches.users`. @default none */
  readonly caches?: Readonly<Record<string, CacheUser>>;
  /** Secrets that people supply and rotate, by name: only their age is watched. @default none */
  readonly manualSecrets?: Readonly<
    Record<
      string,
      {
        readonly arn: pulumi.Input<string>;
        /** Age in days at which an alarm should ring, 1 to 3650. */ readonly maxAgeDays: number;
      }
    >
  >;
  /** Days between two rotations of each secret, 1 to 365. @default 90, the rotation period common to the reference systems */
  readonly rotationPeriodDays?: number;
  /** What must exist before the first rotation, such as the Job that makes the login roles. @default nothing */
  readonly rotateAfter?: readonly pulumi.Resource[];
  /**
   * Rotations that may run at once; AWS takes them from the account's own limit and leaves the rest to other
   * functions. `"unreserved"` is for new accounts whose limit is too small to reserve from.
   * @default 5
   */
  readonly concurrency?: number | "unreserved";
  /** The function's code. @default the bundle of `runtime/rotate` */
  readonly code?: pulumi.asset.Archive;
  /** Refuse deletion of the log, which tells who rotated what and when. @default true */
  readonly protect?: boolean;
  readonly tags: Tags;
}

/** What alarms can watch. */
export interface RotationSignals {
  /** A step of a rotation, or an age report, failed: `AWS/Lambda` `Errors` of this function, above 0. */
  readonly errors: { readonly namespace: "AWS/Lambda"; readonly metricName: "Errors"; readonly functionName: string };
  /**
   * Events of Secrets Manager on the default bus: also sent when the function could not be called at all, which
   * its own error count does not show.
   */
  readonly failedRotations: {
    readonly source: readonly ["aws.secretsmanager"];
    readonly "detail-type": readonly ["AWS Service Event via CloudTrail"];
    readonly detail: { readonly eventName: readonly ["RotationFailed", "RotationAbandoned"] };
  };
  /** One value a day for each hand-made secret that was supplied. */
  readonly ages: readonly {
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions: Readonly<Record<string, string>>;
    readonly maxAgeDays: number;
  }[];
}
