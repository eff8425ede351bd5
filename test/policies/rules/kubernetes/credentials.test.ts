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
  "SECRET_KEY_BASE",
  "DB_PASSWORD_PROD",
  "--requirepass",
])("takes %s for the name of a credential", (name) => expect(namesCredential(name)).toBe(true));

it.each([
  "DB_PASSWORD_FILE",
  "TOKEN_TTL",
  "SECRET_NAME",
  "PARTITION_KEY",
  "BYPASS",
  "PASSWORD_MIN_LENGTH",
  "MAX_TOKENS",
  "MAX_TOKEN",
  "LOG_LEVEL",
  "existingSecret",
  "IMAGE_PULL_SECRET",
])("does not take %s for the name of a credential", (name) => expect(namesCredential(name)).toBe(false));

it.each([
  "",
  "true",
  "1",
  "${DB_PASSWORD}",
  "$(DB_PASSWORD)",
  "{{ .Values.password }}",
  "/run/secrets/db",
  "arn:aws:secretsmanager:x",
  "https://vault.example.com",
  "shop/prod/db",
  "process.env.DB_PASSWORD",
  "var.db_password",
])("does not take %j for a literal credential", (value) => expect(isLiteral(value)).toBe(false));

it.each([
  "postgres://api:example@db:5432/shop",
  "--password=example",
  "export API_TOKEN='example'; ./run",
  "AccountKey=example;EndpointSuffix=example.com",
  `AKIA${"A".repeat(16)}`,
  `ghp_${"a".repeat(36)}`,
  "-----BEGIN EC PRIVATE KEY-----",
  btoa("-----BEGIN OPENSSH PRIVATE KEY-----\n"),
  '{"db":{"user":"api","password":"example"}}',
  "api:example@tcp(db:3306)/shop",
  "mysqldump -h db -uapi -pexample shop",
  "redis-cli -a example ping",
  "curl -u api:example https://shop.example.com",
  "Authorization: Bearer 0123456789abcdef",
  `https://hooks.slack.com/services/T0000/B0000/${"x".repeat(24)}`,
  "//registry.example.com/:_authToken=example",
])("finds the credential in %s", (text) => expect(holdsCredential(text)).toBe(true));

it.each([
  "postgres://api@db:5432/shop",
  "postgres://api:$(PASSWORD)@db",
  "--token-file=/run/token",
  "max_tokens=100",
  '{"required":["password"],"properties":{"password":{"type":"string"}}}',
  "mysqldump -p$MYSQL_PASSWORD shop",
  "pg_dump -p5432 shop",
  "curl -u api:$TOKEN https://shop.example.com",
  "Basic authentication is off",
  "def login(user, password=None):",
  "a=b&c=d",
])("finds no credential in %s", (text) => expect(holdsCredential(text)).toBe(false));

it("reads configuration files line by line", () => {
  expect(fileHoldsCredential("db:\n  user: api\n  password: example\n")).toBe(true);
  expect(fileHoldsCredential('{\n  "apiKey": "example"\n}')).toBe(true);
  expect(fileHoldsCredential("port 6379\nrequirepass example\n")).toBe(true);
  expect(fileHoldsCredential("machine git.example.com login api password example")).toBe(true);
  expect(fileHoldsCredential("CREATE USER api WITH PASSWORD 'example';")).toBe(true);
  expect(fileHoldsCredential("<server><password>example</password></server>")).toBe(true);
  expect(fileHoldsCredential('<add key="Password" value="example" />')).toBe(true);
  expect(fileHoldsCredential("token := sign(user)\nPASSWORD=`cat /run/secrets/db`\n")).toBe(false);
  expect(fileHoldsCredential("# requirepass example\nexistingSecret: db\n")).toBe(false);
  expect(fileHoldsCredential("# password: example\npassword: ${DB_PASSWORD}\ntoken_ttl = 60\n")).toBe(false);
});

it.each([
  "a-".repeat(100_000),
  "a=".repeat(100_000),
  'a="'.repeat(100_000),
  "a".repeat(200_000),
  '{"expr":"sum(x)"},'.repeat(20_000),
  "curl -u ".repeat(25_000),
  "mysql -p ".repeat(25_000),
  "<password>".repeat(20_000),
  "login x password ".repeat(12_000),
  "Bearer ".repeat(30_000),
  "a:".repeat(100_000),
])("stays fast on hostile text %#", (text) => {
  const started = performance.now();
  fileHoldsCredential(`${text}=://`);
  expect(performance.now() - started).toBeLessThan(1000 * slowness());
});
