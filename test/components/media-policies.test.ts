import { beforeAll, describe, expect, test } from "vitest";
import { uploadStatements } from "../../components/_media-bindings.ts";
import { policyDocument } from "../../components/_iam.ts";
import { Media, type MediaArgs } from "../../components/media.ts";
import { MOCK_ACCOUNT, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";
import { type AccessRequest, allows } from "./_media-evaluator.ts";
import { KEY, mediaArgs } from "./_media-args.ts";

const UPLOAD = "arn:aws:s3:::shop-test-upload";
const SERVING = "arn:aws:s3:::shop-test-media";
const DISTRIBUTION = `arn:aws:cloudfront::${MOCK_ACCOUNT}:distribution/E1`;
const RESTORE = `arn:aws:iam::${MOCK_ACCOUNT}:role/restore`;
const ADMINISTRATOR = `arn:aws:iam::${MOCK_ACCOUNT}:role/administrator`;

/** An identity that IAM allows everything: what the bucket's own policy refuses, nobody may do. */
const everything = parsePolicy(
  JSON.stringify({ Statement: [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }] }),
);

async function policiesOf(more: Partial<MediaArgs> = {}) {
  const recording = await recordResources(
    () => new Media("media", { ...mediaArgs, distributionArns: [DISTRIBUTION], restoreRoleArns: [RESTORE], ...more }),
  );
  const policy = (name: string) => parsePolicy(recording.one("aws:s3/bucketPolicy:BucketPolicy", name).inputs.policy);
  const roles = recording.all("aws:iam/role:Role");
  const arnOf = (name: string) => {
    const role = roles.find((it) => it.name === name);
    if (role === undefined) throw new Error(`no role ${name}`);
    const scoped =
      policy("media-upload-policy").sid("DenyTaggingButByScanner").Condition.ArnNotEquals["aws:PrincipalArn"];
    return [scoped].flat().find((arn: string) => arn.includes(name)) as string;
  };
  const permissions = (name: string) => parsePolicy(recording.one("aws:iam/rolePolicy:RolePolicy", name).inputs.policy);
  return { upload: policy("media-upload-policy"), serving: policy("media-serving-policy"), arnOf, permissions };
}

const secure = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };
let clamav: Awaited<ReturnType<typeof policiesOf>>;
let guardduty: Awaited<ReturnType<typeof policiesOf>>;
beforeAll(async () => {
  clamav = await policiesOf();
  guardduty = await policiesOf({ scanner: { ...mediaArgs.scanner, engine: "guardduty" } });
});

const tags: Readonly<Record<string, Record<string, string>>> = {
  "no tags": {},
  "another tag": { "s3:ExistingObjectTag/other": "clean" },
  "an empty verdict": { "s3:ExistingObjectTag/scan-status": "" },
  infected: { "s3:ExistingObjectTag/scan-status": "infected" },
  unscannable: { "s3:ExistingObjectTag/scan-status": "unscannable" },
  refused: { "s3:ExistingObjectTag/scan-status": "refused" },
  "a verdict in capitals": { "s3:ExistingObjectTag/scan-status": "CLEAN" },
  "GuardDuty's verdict alone": { "s3:ExistingObjectTag/GuardDutyMalwareScanStatus": "NO_THREATS_FOUND" },
  clean: { "s3:ExistingObjectTag/scan-status": "clean", "s3:ExistingObjectTag/scan-promoted": "yes" },
};
const versions = {
  "the current version": { action: "s3:GetObject", context: {} },
  "a version by its id": { action: "s3:GetObjectVersion", context: { "s3:VersionId": "v1" } },
};
/** Principals that IAM allows all there is, and one that has no ARN. */
const strangers: Readonly<Record<string, Record<string, string>>> = {
  "an administrator": { "aws:PrincipalArn": ADMINISTRATOR },
  "the root user": { "aws:PrincipalArn": `arn:aws:iam::${MOCK_ACCOUNT}:root` },
  "a role whose name begins like the scanner's": {
    "aws:PrincipalArn": `arn:aws:iam::${MOCK_ACCOUNT}:role/media-scanner-role-evil`,
  },
  "a scanner of another account": { "aws:PrincipalArn": "arn:aws:iam::999999999999:role/media-scanner-role" },
  "a caller without an ARN": {},
};

const table = Object.entries(tags).flatMap(([tag, tagged]) =>
  Object.entries(versions).map(([version, asked]) => ({ tag, tagged, version, asked })),
);

describe("reads", () => {
  for (const bucket of ["upload", "serving"] as const) {
    const arn = bucket === "upload" ? UPLOAD : SERVING;
    describe.each(Object.entries(strangers))(`by %s of the ${bucket} bucket`, (_, principal) => {
      test.each(table)("$version with $tag", ({ tag, tagged, asked }) => {
        const request: AccessRequest = {
          action: asked.action,
          resource: `${arn}/uploads/a.jpg`,
          context: { ...secure, ...principal, ...tagged, ...asked.context },
        };
        expect(allows(request, clamav[bucket], everything)).toBe(tag === "clean");
        expect(allows(request, guardduty[bucket], everything)).toBe(tag === "clean");
      });
    });
  }

  test.each(table)("by CloudFront: only the serving bucket, only for the distribution: $version with $tag", (it) => {
    const { tag, tagged, asked } = it;
    const request = (bucket: string, source: string): AccessRequest => ({
      action: asked.action,
      resource: `${bucket}/uploads/a.jpg`,
      service: "cloudfront.amazonaws.com",
      context: { ...secure, ...tagged, ...asked.context, "aws:SourceArn": source },
    });
    const served = tag === "clean" && asked.action === "s3:GetObject";
    expect(allows(request(SERVING, DISTRIBUTION), clamav.serving)).toBe(served);
    expect(allows(request(SERVING, `${DISTRIBUTION}2`), clamav.serving)).toBe(false);
    expect(allows(request(UPLOAD, DISTRIBUTION), clamav.upload)).toBe(false);
  });

  test.each(table)("by the scanner: every upload, and nothing that is served: $version with $tag", (it) => {
    const request = (bucket: string): AccessRequest => ({
      action: it.asked.action,
      resource: `${bucket}/uploads/a.jpg`,
      context: {
        ...secure,
        ...it.tagged,
        ...it.asked.context,
        "aws:PrincipalArn": clamav.arnOf("media-scanner-role"),
      },
    });
    const permissions = clamav.permissions("media-scanner-role-policy");
    expect(allows(request(UPLOAD), clamav.upload, permissions)).toBe(true);
    expect(allows(request(SERVING), clamav.serving, permissions)).toBe(false);
  });

  test("by GuardDuty's role only where GuardDuty scans", () => {
    const request = (arn: string): AccessRequest => ({
      action: "s3:GetObjectVersion",
      resource: `${UPLOAD}/uploads/a.jpg`,
      context: { ...secure, "aws:PrincipalArn": arn },
    });
    const arn = guardduty.arnOf("media-guardduty-role");
    expect(allows(request(arn), guardduty.upload, guardduty.permissions("media-guardduty-role-policy"))).toBe(true);
    expect(allows(request(arn), clamav.upload, everything)).toBe(false);
  });

  test("for replication by nobody", () => {
    const context = { ...secure, ...tags["clean"], "aws:PrincipalArn": clamav.arnOf("media-scanner-role") };
    const request = { action: "s3:GetObjectVersionForReplication", resource: `${UPLOAD}/a`, context };
    expect(allows(request, clamav.upload, everything)).toBe(false);
  });
});

describe("verdicts", () => {
  const changes = [
    "s3:PutObjectTagging",
    "s3:PutObjectVersionTagging",
    "s3:DeleteObjectTagging",
    "s3:DeleteObjectVersionTagging",
    "s3:ReplicateTags",
  ];
  for (const bucket of ["upload", "serving"] as const) {
    const resource = `${bucket === "upload" ? UPLOAD : SERVING}/uploads/a.jpg`;
    test.each(changes)(`in the ${bucket} bucket change by %s for the scanner alone`, (action) => {
      const admitted = Object.entries(strangers).filter(([, principal]) =>
        allows({ action, resource, context: { ...secure, ...principal } }, clamav[bucket], everything),
      );
      expect(admitted).toEqual([]);
      const context = { ...secure, "aws:PrincipalArn": clamav.arnOf("media-scanner-role") };
      expect(allows({ action, resource, context }, clamav[bucket], everything)).toBe(true);
    });
  }
});

describe("writes", () => {
  const write = (resource: string, context: Record<string, string>): AccessRequest => ({
    action: "s3:PutObject",
    resource,
    context: { ...secure, "s3:authType": "REST-HEADER", "s3:signatureAge": "100", ...context },
  });

  test("into the serving bucket by the scanner and by restores alone", () => {
    const by = (arn: string) => allows(write(`${SERVING}/a`, { "aws:PrincipalArn": arn }), clamav.serving, everything);
    expect(by(clamav.arnOf("media-scanner-role"))).toBe(true);
    expect(by(RESTORE)).toBe(true);
    expect(by(ADMINISTRATOR)).toBe(false);
  });

  test.each([
    ["a form in time", { "s3:authType": "POST", "s3:signatureAge": "300000" }, true],
    ["a form that is too old", { "s3:authType": "POST", "s3:signatureAge": "300001" }, false],
    ["a presigned PUT, whose size nobody bounds", { "s3:authType": "REST-QUERY-STRING" }, false],
    ["a PUT of its own", { "s3:authType": "REST-HEADER" }, false],
    [
      "a form that asks for the key",
      {
        "s3:authType": "POST",
        "s3:x-amz-server-side-encryption": "aws:kms",
        "s3:x-amz-server-side-encryption-aws-kms-key-id": KEY,
      },
      true,
    ],
    [
      "a form that asks for weaker encryption",
      { "s3:authType": "POST", "s3:x-amz-server-side-encryption": "AES256" },
      false,
    ],
    [
      "a form that asks for another key",
      { "s3:authType": "POST", "s3:x-amz-server-side-encryption-aws-kms-key-id": KEY.replace("data", "other") },
      false,
    ],
  ])("into the upload bucket: %s", async (_, context, allowed) => {
    const binding = {
      kind: "upload" as const,
      name: "mediaUploads",
      bucketArn: UPLOAD,
      prefix: "uploads/",
      maxSignatureAgeSeconds: 300,
      keyArn: KEY,
    };
    const signer = parsePolicy(await valueOf(policyDocument(uploadStatements(binding, "eu-west-1"))));
    const by = { ...context, "aws:PrincipalArn": `arn:aws:iam::${MOCK_ACCOUNT}:role/api` };
    expect(allows(write(`${UPLOAD}/uploads/a.jpg`, by), clamav.upload, signer)).toBe(allowed);
    expect(allows(write(`${UPLOAD}/uploads/a.jpg`, by), clamav.upload, everything)).toBe(allowed);
    expect(allows(write(`${UPLOAD}/elsewhere/a.jpg`, by), clamav.upload, signer)).toBe(false);
  });

  test("of GuardDuty's test object pass", () => {
    const context = { "aws:PrincipalArn": guardduty.arnOf("media-guardduty-role") };
    const request = write(`${UPLOAD}/malware-protection-resource-validation-object`, context);
    expect(allows(request, guardduty.upload, guardduty.permissions("media-guardduty-role-policy"))).toBe(true);
  });
});

test.each(["upload", "serving"] as const)("the %s bucket answers over TLS 1.2 or later alone", (bucket) => {
  const resource = `${bucket === "upload" ? UPLOAD : SERVING}/a`;
  const by = { ...tags["clean"], "aws:PrincipalArn": ADMINISTRATOR };
  const read = (context: Record<string, string>) =>
    allows({ action: "s3:GetObject", resource, context: { ...by, ...context } }, clamav[bucket], everything);
  expect(read({ "aws:SecureTransport": "true", "s3:TlsVersion": "1.2" })).toBe(true);
  expect(read({ "aws:SecureTransport": "true", "s3:TlsVersion": "1.1" })).toBe(false);
  expect(read({ "aws:SecureTransport": "false" })).toBe(false);
});

test.each(["upload", "serving"] as const)("nobody is locked out of the %s bucket", (bucket) => {
  const resource = bucket === "upload" ? UPLOAD : SERVING;
  const context = { ...secure, "aws:PrincipalArn": ADMINISTRATOR };
  const onBucket = ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:ListBucket", "s3:PutLifecycleConfiguration"];
  const onObjects = ["s3:DeleteObject", "s3:DeleteObjectVersion"];
  const requests: AccessRequest[] = [
    ...onBucket.map((action) => ({ action, resource, context })),
    ...onObjects.map((action) => ({ action, resource: `${resource}/a`, context })),
  ];
  expect(requests.filter((request) => !allows(request, clamav[bucket], everything))).toEqual([]);
});
