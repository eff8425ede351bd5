import { randomUUID } from "node:crypto";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";

export const REGION = "eu-west-1";
export const UPLOAD = "shop-test-upload";
export const SERVING = "shop-test-media";

export interface Version {
  readonly key: string;
  readonly versionId: string;
}

/** S3 and SQS as moto emulates them, and the uploader's and EventBridge's part. */
export class Cloud {
  readonly #s3: S3Client;
  readonly #sqs: SQSClient;
  queueUrl = "";

  constructor(endpoint: string) {
    const options = { endpoint, region: REGION, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
    this.#s3 = new S3Client({ ...options, forcePathStyle: true });
    this.#sqs = new SQSClient(options);
  }

  async prepare(): Promise<void> {
    for (const Bucket of [UPLOAD, SERVING]) {
      // oxlint-disable no-await-in-loop -- one after the other
      await this.#s3.send(
        new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }),
      );
      await this.#s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
      // oxlint-enable no-await-in-loop
    }
  }

  /**
   * A queue that nobody has asked yet: moto goes on answering a long poll whose caller has left, and would hand it
   * the next message.
   */
  async newQueue(): Promise<void> {
    const { QueueUrl } = await this.#sqs.send(new CreateQueueCommand({ QueueName: `scan-${randomUUID()}` }));
    this.queueUrl = QueueUrl ?? "";
  }

  async put(key: string, Body: Buffer | string, ContentType = "image/jpeg"): Promise<Version> {
    const { VersionId } = await this.#s3.send(
      new PutObjectCommand({
        Bucket: UPLOAD,
        Key: key,
        Body,
        ContentType,
        ContentDisposition: "attachment",
        Metadata: { uploader: "somebody" },
      }),
    );
    return { key, versionId: VersionId ?? "" };
  }

  /** What EventBridge hands to the queue for a new object. */
  async announce({ key, versionId }: Version): Promise<void> {
    await this.send({
      version: "0",
      "detail-type": "Object Created",
      source: "aws.s3",
      detail: {
        version: "0",
        bucket: { name: UPLOAD },
        object: { key, "version-id": versionId },
        reason: "POST Object",
      },
    });
  }

  async send(body: unknown): Promise<void> {
    await this.#sqs.send(new SendMessageCommand({ QueueUrl: this.queueUrl, MessageBody: JSON.stringify(body) }));
  }

  async upload(key: string, body: Buffer | string, contentType?: string): Promise<Version> {
    const version = await this.put(key, body, contentType);
    await this.announce(version);
    return version;
  }

  async tags({ key, versionId }: Version): Promise<Record<string, string>> {
    const { TagSet } = await this.#s3.send(
      new GetObjectTaggingCommand({ Bucket: UPLOAD, Key: key, VersionId: versionId }),
    );
    return Object.fromEntries((TagSet ?? []).map(({ Key, Value }) => [Key, Value]));
  }

  async tag({ key, versionId }: Version, tags: Readonly<Record<string, string>>): Promise<void> {
    const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    await this.#s3.send(
      new PutObjectTaggingCommand({ Bucket: UPLOAD, Key: key, VersionId: versionId, Tagging: { TagSet } }),
    );
  }

  async delete({ key, versionId }: Version, all: boolean): Promise<void> {
    await this.#s3.send(new DeleteObjectCommand({ Bucket: UPLOAD, Key: key, ...(all && { VersionId: versionId }) }));
  }

  /** Every version of a key in the serving bucket, the latest first. */
  async servedVersions(key: string): Promise<string[]> {
    const { Versions } = await this.#s3.send(new ListObjectVersionsCommand({ Bucket: SERVING, Prefix: key }));
    return (Versions ?? []).map(({ VersionId }) => VersionId ?? "");
  }

  async served(key: string) {
    const head = await this.#s3.send(new HeadObjectCommand({ Bucket: SERVING, Key: key }));
    const { TagSet } = await this.#s3.send(new GetObjectTaggingCommand({ Bucket: SERVING, Key: key }));
    const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: SERVING, Key: key }));
    return {
      size: head.ContentLength,
      contentType: head.ContentType,
      disposition: head.ContentDisposition,
      metadata: head.Metadata,
      tags: Object.fromEntries((TagSet ?? []).map(({ Key, Value }) => [Key, Value])),
      body: head.ContentLength !== undefined && head.ContentLength < 4096 ? await Body?.transformToString() : undefined,
    };
  }

  /** Messages that are waiting, and those that a worker has in hand. */
  async depth(): Promise<{ readonly waiting: number; readonly inHand: number }> {
    const { Attributes } = await this.#sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: this.queueUrl, AttributeNames: ["All"] }),
    );
    return {
      waiting: Number(Attributes?.ApproximateNumberOfMessages),
      inHand: Number(Attributes?.ApproximateNumberOfMessagesNotVisible),
    };
  }

  async receivable(): Promise<boolean> {
    const { Messages } = await this.#sqs.send(
      new ReceiveMessageCommand({ QueueUrl: this.queueUrl, VisibilityTimeout: 0 }),
    );
    return (Messages ?? []).length > 0;
  }
}
