// A real OpenID provider on a free port: node provider.mjs CALLBACK LOGOUT-CALLBACK. Prints its port, ends with its standard input.
// Everybody may log in, with any password; a name "NAME+GROUP+GROUP" has these groups.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [callback, afterLogout] = process.argv.slice(2);
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{ client_id: "orrery", client_secret: "a-secret-of-the-test", redirect_uris: [callback], post_logout_redirect_uris: [afterLogout] }],
    scopes: ["openid", "profile", "email", "groups"],
    claims: { openid: ["sub"], profile: ["preferred_username"], email: ["email", "email_verified"], groups: ["groups"] },
    cookies: { keys: ["a key of the test"] },
    async findAccount(_context, id) {
      const [name, ...groups] = id.split("+");
      return { accountId: id, claims: async () => ({ sub: id, preferred_username: name, email: `${name}@example.org`, email_verified: true, groups }) };
    },
  });
  server.on("request", provider.callback());
  console.log(port);
});
process.stdin.on("end", () => process.exit(0)).resume();
