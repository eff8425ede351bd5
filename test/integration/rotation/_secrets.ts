import { randomUUID } from "node:crypto";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

export const region = "eu-west-1";
const accountId = "123456789012";
const functionName = "rotate";

/** Secrets Manager as moto emulates it, and the caller's part of a rotation. */
export class Secrets {
  readonly #client: SecretsManagerClient;
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
    this.#client = new SecretsManagerClient({
      endpoint: url,
      region,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
  }

  /** moto starts a rotation only for a function that exists; it is told not to run it, the test does that. */
  async prepare(): Promise<void> {
    await fetch(`${this.#url}/moto-api/config`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ lambda: { use_docker: false } }),
    });
    await fetch(this.#url, {
      method: "POST",
      headers: { ...signed("iam"), "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        Action: "CreateRole",
        Version: "2010-05-08",
        RoleName: "rotate",
        AssumeRolePolicyDocument: "{}",
      }),
    });
    const made = await fetch(`${this.#url}/2015-03-31/functions`, {
      method: "POST",
      headers: { ...signed("lambda"), "content-type": "application/json" },
      body: JSON.stringify({
        FunctionName: functionName,
        Role: `arn:aws:iam::${accountId}:role/rotate`,
        Handler: "index.handler",
        Runtime: "nodejs24.x",
        // An empty archive: end-of-central-directory record alone.
        Code: { ZipFile: Buffer.concat([Buffer.from("504b0506", "hex"), Buffer.alloc(18)]).toString("base64") },
      }),
    });
    if (!made.ok) throw new Error(`moto refused the function: ${await made.text()}`);
  }

  async create(name: string, value: Readonly<Record<string, unknown>>): Promise<string> {
    const { ARN } = await this.#client.send(
      new CreateSecretCommand({ Name: name, SecretString: JSON.stringify(value) }),
    );
    return ARN ?? "";
  }

  /** Does what Secrets Manager does at the start of a rotation: an empty version with the label AWSPENDING. */
  async beginRotation(arn: string): Promise<string> {
    const token = randomUUID();
    await this.#client.send(
      new RotateSecretCommand({
        SecretId: arn,
        ClientRequestToken: token,
        RotationLambdaARN: `arn:aws:lambda:${region}:${accountId}:function:${functionName}`,
        RotationRules: { AutomaticallyAfterDays: 90 },
      }),
    );
    return token;
  }

  async value(arn: string, stage = "AWSCURRENT"): Promise<Record<string, string>> {
    const { SecretString = "" } = await this.#client.send(
      new GetSecretValueCommand({ SecretId: arn, VersionStage: stage }),
    );
    return JSON.parse(SecretString) as Record<string, string>;
  }

  async versionOf(arn: string, stage: string): Promise<string | undefined> {
    const { VersionIdsToStages = {} } = await this.#client.send(new DescribeSecretCommand({ SecretId: arn }));
    return Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id]?.includes(stage));
  }
}

/** Headers by which moto tells services apart; it checks no signature. */
function signed(service: string): Record<string, string> {
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  };
}
