import { type Area, code, known, proven, rule, setting, tested } from "./_entry.ts";

const PRIVATE = "makes the %s bucket private, encrypted and versioned";

export const media: Area = {
  title: "Media and CDN",
  failures: [
    known(
      "Settings written into the bucket resource itself are deprecated, and fight with the resources that replaced them.",
      [code("components/_bucket-guards.ts", "export function guardBucket"), rule("stack-s3-no-deprecated-v2")],
      tested("media", PRIVATE),
    ),
    known(
      "An object under a key that its uploader keeps can be neither scanned nor served nor restored.",
      [
        code("components/_bucket-guards.ts", 'blockedEncryptionTypes: ["SSE-C"]'),
        code("components/_media-policies.ts", "DenyOtherEncryption"),
      ],
      [...tested("media", PRIVATE), ...tested("media-policies", "into the upload bucket: %s")],
    ),
    known(
      "Uploads that were begun and never finished, and versions that were replaced, are kept and paid for and seen by nobody.",
      [code("components/_media-bucket.ts", "abortIncompleteMultipartUpload"), rule("s3-abort-incomplete-uploads")],
      tested("media", "deletes what was not promoted, what was, what was replaced and what was begun"),
    ),
    known(
      "A condition on secure transport alone still admits TLS 1.0.",
      [
        code("components/_bucket-policy.ts", '"s3:TlsVersion": "1.2"'),
        code("components/_media-policies.ts", '"s3:TlsVersion": "1.2"'),
        rule("s3-tls-only"),
        rule("s3-tls-min-version"),
      ],
      [
        ...tested("media-policies", "the %s bucket answers over TLS 1.2 or later alone"),
        ...tested("static-site", "lets this one distribution read, and nobody in the clear"),
      ],
    ),
    known(
      "A lock in compliance mode outlives whoever set it by mistake, the account's root included.",
      [setting("backup.lock.mode"), rule("s3-object-lock-for-audit"), rule("backup-vault-lock")],
      [
        ...tested("account-audit", "compliance is locked as such once it was acknowledged"),
        ...proven("stacks/settings/production", "refuses a lock that would outlive a test environment"),
      ],
    ),
    known(
      "CloudFront's own certificate brings TLS 1.0 along, whatever the distribution asks for.",
      [
        code("components/_cdn-args.ts", "CloudFront's own certificate would admit TLS 1.0"),
        rule("cloudfront-min-tls"),
        rule("cloudfront-custom-certificate-sni"),
      ],
      tested(
        "cdn",
        "CloudFront's own certificate",
        "takes TLS 1.2 and 1.3 under its own names only, behind the web ACL",
      ),
    ),
    known(
      "With a single key for signed URLs every change of it cuts off those who hold one.",
      [code("components/_cdn-signing.ts", "export function createSigning"), rule("cloudfront-key-group-rotatable")],
      tested("cdn", "holds two keys under names of the provider's choice, so that one can be replaced"),
    ),
    known(
      "The old kind of access log needs a bucket with ACLs.",
      [code("components/_cdn-logs.ts", "export function createAccessLog"), rule("s3-acls-disabled")],
      tested(
        "cdn",
        "neither logs in the old way nor replaces an API's errors by pages",
        "logs each request in us-east-1, without queries, cookies and referrers",
      ),
    ),
    known(
      "Certificates, web ACLs and log deliveries of CloudFront are refused anywhere but in us-east-1.",
      [code("components/_edge-region.ts", "EDGE_REGION")],
      tested(
        "edge-region",
        "has every log group, delivery and rule in us-east-1",
        "serves every distribution under a certificate of us-east-1, and the load balancer under one of home",
      ),
    ),
    known(
      "Error pages belong to the whole distribution: those of a site turn an API's 404 into HTML with status 200.",
      [code("components/static-site.ts", "rewriteFunctionArn: rewrite.arn")],
      [
        ...tested("cdn", "neither logs in the old way nor replaces an API's errors by pages"),
        ...tested("static-site", "rewrites paths on the behaviour of the site alone"),
      ],
    ),
    known(
      "S3 answers 403 for what is missing to whoever may not list, so that a site cannot tell a wrong path from a closed door.",
      [code("components/_static-site-bucket.ts", "DistributionLearnsWhatIsMissing")],
      tested("static-site", "lets this one distribution read, and nobody in the clear"),
    ),
    known(
      "Objects under a key of ours are 403 to viewers until the key's policy admits the distribution, which in turn waits for the key.",
      [
        code("components/_key-policies.ts", "DistributionsReadObjects"),
        code("components/static-site.ts", "It does not wait for that key"),
      ],
      [
        ...tested("keys", "content: distributions by exact ARN, for decryption only"),
        ...tested("static-site", "can be made together with the key that has to admit its distribution"),
      ],
    ),
    known(
      "What the edge has cached is served without asking the bucket, so that a policy on tags alone goes on serving what was found infected later.",
      [
        code("components/_media-policies.ts", "export function servingPolicy"),
        code("runtime/scanner/scan-upload.ts", "promoteCurrent"),
        rule("malware-upload-bucket-not-cdn-origin"),
      ],
      [
        ...tested(
          "media-policies",
          "by CloudFront: only the serving bucket, only for the distribution: $version with $tag",
        ),
        ...proven(
          "integration/scanner/scanner",
          "promotes a clean object, with nothing of the uploader's but its media type",
        ),
      ],
    ),
    known(
      "A condition on a tag's value that forgets objects without tags, or old versions, leaves them readable before the scan.",
      [code("components/_media-policies.ts", "denyUnscannedReads"), rule("malware-no-read-before-clean")],
      tested("media-policies", "$version with $tag"),
    ),
    known(
      "Whoever may tag objects can write the verdict on an upload of their own.",
      [code("components/_media-policies.ts", "denyTagging"), rule("malware-verdict-tag-protected")],
      tested("media-policies", "bucket change by %s for the scanner alone", "into the upload bucket: %s"),
    ),
    known(
      "An upload whose event is lost is never scanned, and waits in quarantine until it is deleted.",
      [
        code("components/_media-queue.ts", "deadLetterConfig: { arn: deadLetters.arn }"),
        code("stacks/platform/part-alarms.ts", "export function mediaAlarms"),
        rule("malware-scan-queue-dlq"),
      ],
      [
        ...tested("media", "queues new uploads under the key, and keeps what failed"),
        ...proven("stacks/platform", "see uploads that wait, and those that nobody could scan"),
      ],
    ),
  ],
};
