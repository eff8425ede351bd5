import type * as pulumi from "@pulumi/pulumi";
import { AccountAccessLogs } from "../components/account-access-logs.ts";
import { AccountAlerts } from "../components/account-alerts.ts";
import { AccountAudit } from "../components/account-audit.ts";
import { AccountDefaults } from "../components/account-defaults.ts";
import { AccountIdentity, pipelineRoleArns } from "../components/account-identity.ts";
import { AccountImages } from "../components/account-images.ts";
import { AccountSensors } from "../components/account-sensors.ts";
import { AccountState, SECRETS_PROVIDER_ALIAS } from "../components/account-state.ts";
import type { Tags } from "../components/_tags.ts";
import type { BootstrapSettings } from "./settings.ts";

/** What the stacks of the account have to be told. */
export interface AccountOutputs {
  /** Bucket of the states: `pulumi login s3://<bucket>/<system>/<environment>?region=<region>`. */
  readonly stateBucket: pulumi.Output<string>;
  /** Beginning of each stack's `secretsprovider`. */
  readonly secretsProvider: string;
  readonly deployRoleArn?: pulumi.Output<string>;
  readonly previewRoleArn?: pulumi.Output<string>;
  readonly repositoryUrls?: Readonly<Record<string, pulumi.Output<string>>>;
}

/** What an account has in one region; in its home region, what belongs to the whole account too. */
export function buildAccount(settings: BootstrapSettings, region: string): AccountOutputs {
  const { accountId, homeRegion, stacks, pipelines } = settings;
  const isHome = region === homeRegion;
  const tags: Tags = { system: "rampart", environment: "account", owner: settings.owner, dataClass: "internal" };
  const place = { accountId, region, tags };

  const alerts = new AccountAlerts("alerts", { ...place, emails: settings.emails });
  const access = new AccountAccessLogs("access-logs", { ...place });
  new AccountDefaults("defaults", {
    ...place,
    isHome,
    passwordPolicy: isHome && settings.passwordPolicy,
    logsKeyArn: alerts.logsKeyArn,
    ...(settings.backupResourceTypes !== undefined && { backupResourceTypes: settings.backupResourceTypes }),
  });
  new AccountSensors("sensors", {
    region,
    tags,
    topicArn: alerts.topicArn,
    ...(settings.securityHub !== undefined && { securityHub: settings.securityHub }),
  });
  const images =
    settings.images === undefined || !isHome
      ? undefined
      : new AccountImages("images", { ...place, ...settings.images });
  const identity = isHome
    ? new AccountIdentity("identity", { accountId, tags, stateRegions: [homeRegion], stacks, ...pipelines })
    : undefined;
  if (isHome) {
    new AccountAudit("audit", {
      ...place,
      ...settings.audit,
      logsKeyArn: alerts.logsKeyArn,
      topicArn: alerts.topicArn,
      accessLogBucket: access.bucketName,
    });
  }
  // By name and not by output, so that the key's policy can be judged before the roles exist.
  const roles = pipelineRoleArns(accountId);
  const state = new AccountState(
    "state",
    {
      ...place,
      ...settings.state,
      stacks,
      deployRoleArns: [roles.deployer, ...settings.operatorRoleArns],
      ...(pipelines.previewReads.length > 0 && {
        readers: [{ roleArn: roles.previewer, stacks: pipelines.previewReads }],
      }),
      accessLogBucket: access.bucketName,
    },
    // Elsewhere they exist already: the home region comes first.
    identity === undefined ? {} : { dependsOn: [identity] },
  );
  return {
    stateBucket: state.bucketName,
    secretsProvider: `awskms://alias/${SECRETS_PROVIDER_ALIAS}?region=${region}`,
    ...(identity !== undefined && { deployRoleArn: identity.deployRoleArn, previewRoleArn: identity.previewRoleArn }),
    ...(images !== undefined && { repositoryUrls: images.repositoryUrls }),
  };
}
