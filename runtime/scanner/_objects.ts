import type { Readable } from "node:stream";
import {
  CopyObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { ObjectVersion } from "./_message.ts";

type Tags = ReadonlyMap<string, string>;

/** An open object. The body must be read to its end or destroyed. */
export interface OpenObject {
  readonly size: number;
  /** Media type in lower case and without parameters. */
  readonly contentType: string;
  readonly body: Readable;
}

/** The uploaded objects, and the bucket that clean ones are copied to. */
export class Objects {
  readonly #client: S3Client;
  readonly #servingBucket: string;

  constructor(client: S3Client, servingBucket: string) {
    this.#client = client;
    this.#servingBucket = servingBucket;
  }

  /** Undefined if the version is gone. */
  async tags({ bucket, key, versionId }: ObjectVersion, signal: AbortSignal): Promise<Tags | undefined> {
    const command = new GetObjectTaggingCommand({ Bucket: bucket, Key: key, VersionId: versionId });
    const found = await unlessGone(this.#client.send(command, { abortSignal: signal }));
    return found && new Map((found.TagSet ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
  }

  /** Adds tags to those the version has; S3 can only replace them all. */
  async addTags(version: ObjectVersion, had: Tags, added: Readonly<Record<string, string>>, signal: AbortSignal) {
    const tags = new Map([...had, ...Object.entries(added)]);
    await this.#client.send(
      new PutObjectTaggingCommand({
        Bucket: version.bucket,
        Key: version.key,
        VersionId: version.versionId,
        Tagging: { TagSet: [...tags].map(([Key, Value]) => ({ Key, Value })) },
      }),
      { abortSignal: signal },
    );
    return tags;
  }

  /** Undefined if the version is gone. */
  async open({ bucket, key, versionId }: ObjectVersion, signal: AbortSignal): Promise<OpenObject | undefined> {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId });
    const found = await unlessGone(this.#client.send(command, { abortSignal: signal }));
    if (found === undefined) return undefined;
    const { Body, ContentLength, ContentType } = found;
    if (Body === undefined || ContentLength === undefined) throw new Error("S3 gave no body or no length");
    return { size: ContentLength, contentType: mediaType(ContentType), body: Body as Readable };
  }

  /** Size and media type of a version without its content; undefined if it is gone. */
  async describe({ bucket, key, versionId }: ObjectVersion, signal: AbortSignal) {
    const command = new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId });
    const found = await unlessGone(this.#client.send(command, { abortSignal: signal }));
    return found && { size: found.ContentLength ?? 0, contentType: mediaType(found.ContentType) };
  }

  /** The version that the key stands for now, and its media type; undefined if the object is deleted. */
  async current({ bucket, key }: ObjectVersion, signal: AbortSignal) {
    const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
    const found = await unlessGone(this.#client.send(command, { abortSignal: signal }));
    if (found?.VersionId === undefined) return undefined;
    return { version: { bucket, key, versionId: found.VersionId }, contentType: mediaType(found.ContentType) };
  }

  /**
   * Copies exactly the version that was scanned to the same key of the serving bucket. Of what the uploader said
   * only the media type is kept: other headers and metadata would reach whoever downloads it.
   */
  async promote({ bucket, key, versionId }: ObjectVersion, contentType: string, tagging: string, signal: AbortSignal) {
    await this.#client.send(
      new CopyObjectCommand({
        Bucket: this.#servingBucket,
        Key: key,
        CopySource: `${bucket}/${key.split("/").map(encodeURIComponent).join("/")}?versionId=${encodeURIComponent(versionId)}`,
        MetadataDirective: "REPLACE",
        ContentType: contentType,
        Metadata: { "source-version": versionId },
        TaggingDirective: "REPLACE",
        Tagging: tagging,
      }),
      { abortSignal: signal },
    );
  }
}

function mediaType(header: string | undefined): string {
  return (header ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** What S3 answers for an object, a version or a delete marker that has no content to give. */
const GONE = new Set(["NoSuchKey", "NoSuchVersion", "NotFound", "MethodNotAllowed"]);

async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    // HEAD has no body to name the reason in; the status alone tells.
    const { httpStatusCode } = error.$metadata;
    const gone = GONE.has(error.name) || httpStatusCode === 404 || httpStatusCode === 405;
    if (gone && error.name !== "NoSuchBucket") return undefined;
    throw error;
  }
}
