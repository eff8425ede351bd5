import type { Credential } from "./_credential.ts";
import { log } from "./_log.ts";
import type { SecretVersions } from "./_secret-versions.ts";

/** How one kind of credential is replaced. Each step may run any number of times. */
export interface Rotator {
  /** The credential that follows `current`. Has no effect on anything. */
  next(current: Credential): Credential;
  /** Makes `pending` valid. `current` stays valid. */
  apply(current: Credential, pending: Credential): Promise<void>;
  /** @throws If `pending` does not open the door. */
  verify(pending: Credential): Promise<void>;
}

const steps = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;
type Step = (typeof steps)[number];

/** What Secrets Manager sends. */
export interface RotationEvent {
  readonly step: Step;
  readonly secretArn: string;
  /** Version id of the credential being made; the same in all four steps and in every retry. */
  readonly token: string;
}

/**
 * Reads the event of Secrets Manager.
 *
 * @throws If it is of another shape. Nothing of the event is quoted, because it was not made by whom it should be.
 */
export function parseRotationEvent(event: unknown): RotationEvent {
  const { Step: step, SecretId: secretArn, ClientRequestToken: token } = (event ?? {}) as Record<string, unknown>;
  if (typeof step !== "string" || !(steps as readonly string[]).includes(step)) {
    throw new Error(`The event has no valid Step; Secrets Manager sends one of ${steps.join(", ")}.`);
  }
  if (typeof secretArn !== "string" || !/^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+$/.test(secretArn)) {
    throw new Error("The event's SecretId is not the ARN of a secret.");
  }
  // 32 to 64 characters, by the API reference of PutSecretValue.
  if (typeof token !== "string" || !/^[\x21-\x7e]{32,64}$/.test(token)) {
    throw new Error("The event's ClientRequestToken is not a version id of 32 to 64 characters.");
  }
  return { step: step as Step, secretArn, token };
}

/**
 * Runs one step of a rotation. Every step may be repeated at any time: Secrets Manager starts again from the
 * first one, with the same token, after a failure anywhere.
 *
 * @throws If the secret is not in rotation, the token is not its pending version, or the step fails.
 */
export async function rotate(event: RotationEvent, versions: SecretVersions, rotator: Rotator): Promise<void> {
  const { step, secretArn, token } = event;
  const state = await versions.describe(secretArn);
  if (!state.rotationEnabled) throw new Error("Rotation is not enabled for this secret.");
  const labels = state.stages[token];
  if (labels === undefined) throw new Error("The secret has no version of the event's token.");
  if (labels.includes("AWSCURRENT")) {
    log("info", "already-current", { step, secret: secretArn });
    if (step === "finishSecret" && labels.includes("AWSPENDING")) await versions.endPending(secretArn, token);
    return;
  }
  if (!labels.includes("AWSPENDING")) throw new Error("The version of the event's token is not labelled AWSPENDING.");

  if (step === "createSecret") {
    if ((await versions.pending(secretArn, token)) !== undefined) return;
    await versions.putPending(secretArn, token, rotator.next(await versions.current(secretArn)));
    return;
  }
  if (step === "finishSecret") {
    const previous = Object.keys(state.stages).find((version) => state.stages[version]?.includes("AWSCURRENT"));
    if (previous === undefined) throw new Error("No version of the secret is labelled AWSCURRENT.");
    await versions.makeCurrent(secretArn, token, previous);
    // Secrets Manager allows the label to stay on the current version; without it "pending" always means unfinished.
    await versions.endPending(secretArn, token);
    return;
  }
  const pending = await versions.pending(secretArn, token);
  if (pending === undefined) throw new Error("The pending version has no value; createSecret has not run.");
  if (step === "setSecret") await rotator.apply(await versions.current(secretArn), pending);
  else await rotator.verify(pending);
}
