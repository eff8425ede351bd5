import { type Scan, scan } from "./_clamd.ts";
import type { Upload } from "./_message.ts";
import { MalformedMessageError } from "./_message.ts";
import type { Objects } from "./_objects.ts";
import type { ScannerSettings } from "./_settings.ts";
import { PROMOTED_TAG, STATUS_TAG, type Verdict, type VerdictStatus, writtenStatus } from "./_verdict.ts";

/** What became of a message. `gone`: the version no longer exists. `repeated`: an earlier delivery did all of it. */
export interface Outcome {
  readonly result: VerdictStatus | "gone" | "repeated";
  readonly reason?: string;
  /** Bytes of the object; 0 if it was not looked at. */
  readonly bytes: number;
}

/**
 * Brings one uploaded version to its end: judge it, write the verdict on it, and copy it to the serving bucket if
 * it is clean. Doing it again changes nothing, since the verdict and the promotion are each written down when done.
 *
 * @throws If the verdict could not be reached or written. The version then has no verdict, and nobody can read it.
 */
export async function scanUpload(
  upload: Upload,
  { settings, objects }: { readonly settings: ScannerSettings; readonly objects: Objects },
  signal: AbortSignal,
): Promise<Outcome> {
  if (upload.bucket !== settings.uploadBucket) throw new MalformedMessageError("the message is about another bucket");
  let tags = await objects.tags(upload, signal);
  if (tags === undefined) return { result: "gone", bytes: 0 };

  const written = writtenStatus(tags);
  if (written !== undefined && (written !== "clean" || tags.has(PROMOTED_TAG))) return { result: "repeated", bytes: 0 };

  let outcome: Outcome = { result: "clean", bytes: 0 };
  if (written === undefined) {
    const judged = await judge(upload, tags, settings, objects, signal);
    if (judged === undefined) return { result: "gone", bytes: 0 };
    const { verdict, bytes, signatures } = judged;
    tags = await objects.addTags(
      upload,
      tags,
      { [STATUS_TAG]: verdict.status, ...(signatures !== undefined && { "scan-signatures": signatures }) },
      signal,
    );
    outcome = { result: verdict.status, bytes, ...("reason" in verdict && { reason: verdict.reason }) };
  }
  if (outcome.result === "clean") {
    await promoteCurrent(upload, objects, signal);
    await objects.addTags(upload, tags, { [PROMOTED_TAG]: "yes" }, signal);
  }
  return outcome;
}

interface Judged {
  readonly verdict: Verdict;
  readonly bytes: number;
  readonly signatures?: string;
}

async function judge(
  upload: Upload,
  tags: ReadonlyMap<string, string>,
  settings: ScannerSettings,
  objects: Objects,
  signal: AbortSignal,
): Promise<Judged | undefined> {
  const { engine } = settings;
  if (engine.kind === "guardduty") {
    const object = await objects.describe(upload, signal);
    if (object === undefined) return undefined;
    const verdict = refusedType(object.contentType, settings) ?? guardDutyJudgement(upload, tags);
    return { verdict, bytes: object.size };
  }
  const object = await objects.open(upload, signal);
  if (object === undefined) return undefined;
  const { body, size, contentType } = object;
  try {
    const refused = refusedType(contentType, settings);
    if (refused !== undefined) return { verdict: refused, bytes: size };
    if (size > engine.maxFileBytes) return { verdict: { status: "unscannable", reason: "too-large" }, bytes: size };
    const found: Scan = await scan({
      clamd: engine,
      source: body,
      size,
      signatureMaxAgeMilliseconds: engine.signatureMaxAgeMilliseconds,
      signal: AbortSignal.any([signal, AbortSignal.timeout(engine.scanTimeoutMilliseconds)]),
    });
    return {
      verdict: found.verdict,
      bytes: size,
      signatures: `${found.engine.engine}/${found.engine.signatures ?? "none"}`,
    };
  } finally {
    body.destroy();
  }
}

function refusedType(contentType: string, { contentTypes }: ScannerSettings): Verdict | undefined {
  return contentTypes.includes(contentType) ? undefined : { status: "refused", reason: "media-type" };
}

/** Tag that GuardDuty writes itself; only its role and the worker's may write tags. */
const GUARDDUTY_TAG = "GuardDutyMalwareScanStatus";

/** The message alone would do if nobody but EventBridge could send one; the tag makes sure. */
function guardDutyJudgement({ verdict }: Upload, tags: ReadonlyMap<string, string>): Verdict {
  if (verdict === undefined) throw new MalformedMessageError("the message is no scan result of GuardDuty");
  if (verdict.status === "clean" && tags.get(GUARDDUTY_TAG) !== "NO_THREATS_FOUND") {
    throw new Error("GuardDuty reported a clean object but has not tagged it");
  }
  return verdict;
}

/** More often than this a key is not overwritten within moments; the message is then tried again. */
const MOST_ROUNDS = 5;

/**
 * Copies what the key stands for now, if that is clean, and looks again: another upload may have come in
 * between, and its worker may have been faster. Whoever copies last has then copied the latest.
 */
async function promoteCurrent(upload: Upload, objects: Objects, signal: AbortSignal): Promise<void> {
  let promoted: string | undefined;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    // oxlint-disable no-await-in-loop -- each step depends on the last
    const current = await objects.current(upload, signal);
    if (current === undefined || current.version.versionId === promoted) return;
    const tags = await objects.tags(current.version, signal);
    if (tags === undefined || writtenStatus(tags) !== "clean") return;
    await objects.promote(current.version, current.contentType, `${STATUS_TAG}=clean`, signal);
    promoted = current.version.versionId;
    // oxlint-enable no-await-in-loop
  }
  throw new Error("the object is overwritten faster than it can be copied");
}
