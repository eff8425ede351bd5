import type { Property } from "../../../property.ts";
import { NOT_APPLICABLE, all, anyOf, defineRule, every } from "../../../rule.ts";
import { UNKNOWN, type Properties } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "ssm-session-logging-encrypted",
  title: "Encrypt session-manager traffic with a customer key and log sessions to an encrypted destination.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Shell sessions are privileged access and must leave a trail.",
  fix: "In inputs of the document, set kmsKeyId, and cloudWatchLogGroupName or s3BucketName with its encryption switch on.",
  links: [
    awsDocs("Session document schema", "systems-manager/latest/userguide/session-manager-schema.html"),
    awsDocs("Logging sessions", "systems-manager/latest/userguide/session-manager-logging.html"),
  ],
  types: ["aws:ssm/document:Document"],
  check: (document) => {
    if (document.get("documentType").string() !== "Session") return NOT_APPLICABLE;
    const content = document.get("content").json();
    // Forwarded ports carry no text that could be logged.
    if (content.get("sessionType").string() === "Port") return NOT_APPLICABLE;
    const inputs = content.get("inputs");
    return all(
      () => inputs.get("kmsKeyId").mustBeSet("Sessions are not encrypted with a key of yours; set inputs.kmsKeyId"),
      () =>
        isLogged(inputs)
          ? []
          : [inputs.fail("Sessions leave no encrypted log; name a log group or bucket and require its encryption")],
    );
  },
  examples: {
    pass: [
      {
        inputs: session({
          kmsKeyId: "alias/sessions",
          cloudWatchLogGroupName: "/ssm",
          cloudWatchEncryptionEnabled: true,
        }),
      },
    ],
    fail: [
      {
        inputs: session({ cloudWatchLogGroupName: "/ssm", cloudWatchEncryptionEnabled: true }),
        path: "/content",
        message: "not encrypted with a key",
      },
      {
        inputs: session({ kmsKeyId: "alias/sessions", s3BucketName: "sessions", s3EncryptionEnabled: false }),
        path: "/content",
        message: "no encrypted log",
      },
      { name: "empty", inputs: session({}), path: "/content", message: "no encrypted log" },
    ],
    undecided: [
      { inputs: { documentType: "Session", content: UNKNOWN }, path: "/content" },
      { name: "written in YAML", inputs: { documentType: "Session", content: "inputs: {}" }, path: "/content" },
      { inputs: { documentType: UNKNOWN, content: "{}" }, path: "/documentType" },
    ],
  },
});
function isLogged(inputs: Property): boolean {
  return anyOf(
    () => loggedTo(inputs.get("cloudWatchLogGroupName"), inputs.get("cloudWatchEncryptionEnabled")),
    () => loggedTo(inputs.get("s3BucketName"), inputs.get("s3EncryptionEnabled")),
  );
}

function loggedTo(name: Property, encrypted: Property): boolean {
  return every([() => name.isSet && name.raw !== "", () => encrypted.boolean() === true], (test) => test());
}

function session(inputs: Properties) {
  const content = JSON.stringify({ schemaVersion: "1.0", sessionType: "Standard_Stream", inputs });
  return { documentType: "Session", content };
}
