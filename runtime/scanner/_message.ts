import type { Verdict } from "./_verdict.ts";

/** One version of one uploaded object. */
export interface ObjectVersion {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
}

/** What a message of the queue is about. `verdict` comes with the results of GuardDuty. */
export interface Upload extends ObjectVersion {
  readonly verdict: Verdict | undefined;
}

/** The message says nothing that can be worked on. Repeating does not help; it ends in the dead-letter queue. */
export class MalformedMessageError extends Error {
  override readonly name = "MalformedMessageError";
}

/** Reads an event as EventBridge hands it to the queue: S3's `Object Created` or GuardDuty's scan result. */
export function parseMessage(body: string): Upload {
  const event = parseJson(body);
  const detail = record(event["detail"], "detail");
  switch (event["detail-type"]) {
    case "Object Created": {
      const object = record(detail["object"], "detail.object");
      return {
        bucket: text(record(detail["bucket"], "detail.bucket")["name"], "detail.bucket.name"),
        // Unlike in S3's own notifications, the key is not URL-encoded here.
        key: text(object["key"], "detail.object.key"),
        versionId: text(object["version-id"], "detail.object.version-id"),
        verdict: undefined,
      };
    }
    case "GuardDuty Malware Protection Object Scan Result": {
      const object = record(detail["s3ObjectDetails"], "detail.s3ObjectDetails");
      const result = record(detail["scanResultDetails"], "detail.scanResultDetails");
      return {
        bucket: text(object["bucketName"], "detail.s3ObjectDetails.bucketName"),
        key: text(object["objectKey"], "detail.s3ObjectDetails.objectKey"),
        versionId: text(object["versionId"], "detail.s3ObjectDetails.versionId"),
        verdict: guardDutyVerdict(text(result["scanResultStatus"], "detail.scanResultDetails.scanResultStatus")),
      };
    }
    default:
      throw new MalformedMessageError("the message is neither an S3 event nor a scan result");
  }
}

/** Only the one word that says so is clean; failures and refusals of GuardDuty are what was not looked at. */
export function guardDutyVerdict(status: string): Verdict {
  if (status === "NO_THREATS_FOUND") return { status: "clean" };
  return { status: status === "THREATS_FOUND" ? "infected" : "unscannable", reason: `GuardDuty.${status}` };
}

function parseJson(body: string): Record<string, unknown> {
  try {
    return record(JSON.parse(body), "the message");
  } catch (error) {
    if (error instanceof MalformedMessageError) throw error;
    // The parser's own message quotes the text.
    // oxlint-disable-next-line eslint/preserve-caught-error -- the cause would carry that text into the log
    throw new MalformedMessageError("the message is not JSON");
  }
}

function record(value: unknown, path: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new MalformedMessageError(`${path} is not an object`);
}

function text(value: unknown, path: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new MalformedMessageError(`${path} is missing`);
}
