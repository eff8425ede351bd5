import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { ComposedSecret, GeneratedSecret, LoginSecret, RotatedSecret } from "./_secret-spec.ts";

interface ValueContext {
  /** Prefix of resource names. */
  readonly name: string;
  readonly opts: pulumi.CustomResourceOptions;
}

/** Random bytes as the text that the application expects. */
export function generatedValue(spec: GeneratedSecret, { name, opts }: ValueContext): pulumi.Output<string> {
  const bytes = new random.RandomBytes(
    name,
    { length: spec.bytes ?? 32, keepers: { generation: String(spec.generation ?? 1) } },
    opts,
  );
  switch (spec.encoding ?? "base64url") {
    case "hex":
      return bytes.hex;
    case "base64":
      return bytes.base64;
    case "base64url-padded":
      return bytes.base64.apply(urlSafe);
    case "base64url":
      return bytes.base64.apply((text) => urlSafe(text).replace(/=+$/, ""));
  }
}

/**
 * The first value of a rotated login, or that of a generation of another. All fields are texts, because the driver that delivers single fields to
 * pods refuses numbers.
 */
export function loginValue(spec: RotatedSecret | LoginSecret, { name, opts }: ValueContext): pulumi.Output<string> {
  // Letters and digits only: nothing to escape in a URL, in SQL or in a user list. 48 of them are 285 bits.
  const password = new random.RandomPassword(
    name,
    {
      length: 48,
      special: false,
      ...(spec.kind === "login" && { keepers: { generation: String(spec.generation ?? 1) } }),
    },
    opts,
  );
  const login = pulumi.output({
    username: spec.username,
    password: password.result,
    host: spec.host,
    port: pulumi.output(spec.port).apply(String),
    ...(spec.database === undefined ? {} : { database: spec.database }),
  });
  return pulumi.secret(
    login.apply((parts) =>
      JSON.stringify({
        ...parts,
        ...Object.fromEntries(
          Object.entries(spec.fields ?? {}).map(([field, template]) => [field, fillTemplate(template, parts)]),
        ),
      }),
    ),
  );
}

/** Fields from generated entries and texts, as one JSON object. */
export function composedValue(
  spec: ComposedSecret,
  generated: ReadonlyMap<string, pulumi.Output<string>>,
): pulumi.Output<string> {
  const fields = Object.entries(spec.fields).map(
    ([field, source]) => [field, "secret" in source ? generated.get(source.secret) : source.text] as const,
  );
  return pulumi.secret(pulumi.jsonStringify(Object.fromEntries(fields)));
}

/** Puts the parts of a login into a template, percent-encoded, so that no part can break out of its place in a URL. */
export function fillTemplate(template: string, parts: Readonly<Record<string, string>>): string {
  return template.replace(/\{([a-z]+)\}/g, (text, part: string) =>
    parts[part] === undefined ? text : encodeURIComponent(parts[part]),
  );
}

function urlSafe(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}
