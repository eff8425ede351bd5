import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Test equipment: a stand-in for the two calls of the ElastiCache API that rotation makes. The emulator used
 * for Secrets Manager has no ModifyUser. It speaks the real wire protocol, keeps to the documented limits
 * (at most two passwords of 16 to 128 characters, no change while the last one is being rolled out) and
 * hands the passwords to a real server, where they take effect.
 */
export interface ElastiCacheStandIn {
  readonly url: string;
  /** Number of passwords after each ModifyUser that was accepted. */
  readonly accepted: number[];
  /** The next ModifyUser fails with this error code. */
  failNext(code: string): void;
  stop(): Promise<void>;
}

const rolloutMilliseconds = 250;

export async function startElastiCache(
  user: { readonly id: string; readonly name: string },
  setPasswords: (passwords: readonly string[]) => void,
): Promise<ElastiCacheStandIn> {
  let passwordCount = 1;
  let rolledOut = 0;
  let failure: string | undefined;
  const accepted: number[] = [];

  const member = (action: string): string => {
    const status = Date.now() >= rolledOut ? "active" : "modifying";
    const fields = `<UserId>${user.id}</UserId><UserName>${user.name}</UserName><Status>${status}</Status><Engine>valkey</Engine>
      <Authentication><Type>password</Type><PasswordCount>${passwordCount}</PasswordCount></Authentication>`;
    const result = action === "DescribeUsers" ? `<Users><member>${fields}</member></Users>` : fields;
    return `<${action}Response xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/"><${action}Result>${result}</${action}Result>
      <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`;
  };

  const answer = (form: URLSearchParams): { status: number; body: string } => {
    const action = form.get("Action") ?? "";
    if (form.get("UserId") !== user.id) return fault("UserNotFound");
    if (action === "DescribeUsers") return { status: 200, body: member(action) };
    if (action !== "ModifyUser") return fault("InvalidAction");
    const code = failure;
    failure = undefined;
    if (code !== undefined) return fault(code);
    if (Date.now() < rolledOut) return fault("InvalidUserState");
    const passwords = [...form]
      .filter(([key]) => /^AuthenticationMode\.Passwords\.member\.\d+$/.test(key))
      .map(([, value]) => value);
    if (form.get("AuthenticationMode.Type") !== "password" || passwords.length < 1 || passwords.length > 2) {
      return fault("InvalidParameterValue");
    }
    if (passwords.some((password) => password.length < 16 || password.length > 128))
      return fault("InvalidParameterValue");
    setPasswords(passwords);
    passwordCount = passwords.length;
    accepted.push(passwordCount);
    rolledOut = Date.now() + rolloutMilliseconds;
    return { status: 200, body: member(action) };
  };

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (part: string) => (text += part));
    request.on("end", () => {
      const { status, body } = answer(new URLSearchParams(text));
      response.writeHead(status, { "content-type": "text/xml" }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no address");
  return {
    url: `http://127.0.0.1:${address.port}`,
    accepted,
    failNext: (code) => (failure = code),
    async stop() {
      server.closeAllConnections();
      await Promise.race([new Promise((resolve) => server.close(resolve)), sleep(20_000)]);
    },
  };
}

function fault(code: string): { status: number; body: string } {
  return {
    status: 400,
    body: `<ErrorResponse xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/"><Error><Type>Sender</Type><Code>${code}</Code>
      <Message>refused by the stand-in</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  };
}
