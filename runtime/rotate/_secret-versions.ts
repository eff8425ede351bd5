import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { type Credential, parseCredential } from "./_credential.ts";

/** What a secret looks like from outside: whether it rotates and which labels its versions carry. */
interface SecretState {
  readonly rotationEnabled: boolean;
  /** Staging labels by version id. */
  readonly stages: Readonly<Record<string, readonly string[]>>;
}

/** The few calls on Secrets Manager that rotation needs. */
export interface SecretVersions {
  describe(arn: string): Promise<SecretState>;
  current(arn: string): Promise<Credential>;
  /** The value of version `token`, or `undefined` when that version has none yet. */
  pending(arn: string, token: string): Promise<Credential | undefined>;
  /** Writes version `token` with the label AWSPENDING. Doing it again changes nothing. */
  putPending(arn: string, token: string, value: Credential): Promise<void>;
  /** When the value now in use was written, or `undefined` when there is none. Reads no value. */
  currentSince(arn: string): Promise<Date | undefined>;
  /** Moves AWSCURRENT from one version to the other; Secrets Manager moves AWSPREVIOUS by itself. */
  makeCurrent(arn: string, token: string, previousVersion: string): Promise<void>;
  /** Takes the label AWSPENDING off version `token`. */
  endPending(arn: string, token: string): Promise<void>;
}

export function secretVersions(client: SecretsManagerClient): SecretVersions {
  return {
    async describe(arn) {
      const answer = await client.send(new DescribeSecretCommand({ SecretId: arn }));
      return {
        // Absent means that rotation was never configured.
        rotationEnabled: answer.RotationEnabled === true,
        stages: answer.VersionIdsToStages ?? {},
      };
    },

    async current(arn) {
      const answer = await client.send(new GetSecretValueCommand({ SecretId: arn, VersionStage: "AWSCURRENT" }));
      return parseCredential(answer.SecretString ?? "", "The current version of the secret");
    },

    async pending(arn, token) {
      try {
        const answer = await client.send(
          new GetSecretValueCommand({ SecretId: arn, VersionId: token, VersionStage: "AWSPENDING" }),
        );
        if (answer.SecretString === undefined) return undefined;
        return parseCredential(answer.SecretString, "The pending version of the secret");
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },

    async putPending(arn, token, value) {
      try {
        await client.send(
          new PutSecretValueCommand({
            SecretId: arn,
            ClientRequestToken: token,
            SecretString: JSON.stringify(value),
            VersionStages: ["AWSPENDING"],
          }),
        );
      } catch (error) {
        // Two invocations raced and the other one's password won; the later steps read that one.
        if (!(error instanceof ResourceExistsException)) throw error;
      }
    },

    async currentSince(arn) {
      // Not the secret's own LastChangedDate: a new tag or description would make an old value look young.
      let page: string | undefined;
      do {
        // oxlint-disable-next-line eslint/no-await-in-loop -- each page names the next one
        const answer = await client.send(
          new ListSecretVersionIdsCommand({ SecretId: arn, ...(page === undefined ? {} : { NextToken: page }) }),
        );
        const current = answer.Versions?.find((version) => version.VersionStages?.includes("AWSCURRENT"));
        if (current !== undefined) return current.CreatedDate;
        page = answer.NextToken;
      } while (page !== undefined);
      return undefined;
    },

    async makeCurrent(arn, token, previousVersion) {
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId: arn,
          VersionStage: "AWSCURRENT",
          MoveToVersionId: token,
          RemoveFromVersionId: previousVersion,
        }),
      );
    },

    async endPending(arn, token) {
      await client.send(
        new UpdateSecretVersionStageCommand({ SecretId: arn, VersionStage: "AWSPENDING", RemoveFromVersionId: token }),
      );
    },
  };
}
