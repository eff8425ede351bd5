import { expect, it } from "vitest";
import {
  fileHoldsCredential,
  holdsCredential,
  isLiteral,
  namesCredential,
} from "../../../../policies/rules/kubernetes/_credentials.ts";
import { slowness } from "../../../support/slowness.ts";

it.each([
  "DB_PASSWORD",
  "PGPASSWORD",
  "clientSecret",
  "--api-key",
  "JWT_ACCESS_KEY_OLD",
  "spring.datasource.password",
  "AWS_SECRET_ACCESS_KEY",
  "GITHUB_TOKEN",
  "SESSION_KEY",
])("takes %s for the name of a credential", (name) => expect(namesCredential(name)).toBe(true));

it.each([
  "DB_PASSWORD_FILE",
  "TOKEN_TTL",
  "SECRET_NAME",
  "PARTITION_KEY",
  "BYPASS",
  "PASSWORD_MIN_LENGTH",
  "MAX_TOKENS",
  "LOG_LEVEL",
])("does not take %s for the name of a credential", (name) => expect(namesCredential(name)).toBe(false));

it.each([
  "",
  "true",
  "${DB_PASSWORD}",
  "$(DB_PASSWORD)",
  "{{ .Values.password }}",
  "/run/secrets/db",
  "arn:aws:secretsmanager:x",
  "https://vault.example.com",
  "shop/prod/db",
])("does not take %j for a literal credential", (value) => expect(isLiteral(value)).toBe(false));

it.each([
  "postgres://api:example@db:5432/shop",
  "--password=example",
  "export API_TOKEN='example'; ./run",
  "AccountKey=example;EndpointSuffix=example.com",
  `AKIA${"A".repeat(16)}`,
  `ghp_${"a".repeat(36)}`,
  "-----BEGIN EC PRIVATE KEY-----",
])("finds the credential in %s", (text) => expect(holdsCredential(text)).toBe(true));

it.each([
  "postgres://api@db:5432/shop",
  "postgres://api:$(PASSWORD)@db",
  "--token-file=/run/token",
  "max_tokens=100",
  "a=b&c=d",
])("finds no credential in %s", (text) => expect(holdsCredential(text)).toBe(false));

it("reads configuration files line by line", () => {
  expect(fileHoldsCredential("db:\n  user: api\n  password: example\n")).toBe(true);
  expect(fileHoldsCredential('{\n  "apiKey": "example"\n}')).toBe(true);
  expect(fileHoldsCredential("# password: example\npassword: ${DB_PASSWORD}\ntoken_ttl = 60\n")).toBe(false);
});

it.each([
  "a-".repeat(100_000),
  "a=".repeat(100_000),
  'a="'.repeat(100_000),
  "a".repeat(200_000),
  '{"expr":"sum(x)"},'.repeat(20_000),
])("stays fast on hostile text %#", (text) => {
  const started = performance.now();
  fileHoldsCredential(`${text}=://`);
  expect(performance.now() - started).toBeLessThan(1000 * slowness());
});
