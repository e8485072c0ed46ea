// Opens files in a real YAML language server, like an editor does:
//   node editor.mjs folder < questions.json > answers.json
// Each question is { file, text, at }: the file's content, and the position for hover and completion.
// Each answer is { problems, hover, offered }.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = require("vscode-jsonrpc/node");

const [folder] = process.argv.slice(2);
const settings = JSON.parse(readFileSync(join(folder, ".vscode/settings.json"), "utf8"));
const yaml = { schemaStore: { enable: settings["yaml.schemaStore.enable"] }, hover: true, completion: true, validate: true };

const server = spawn(process.execPath, [require.resolve("yaml-language-server/bin/yaml-language-server"), "--stdio"]);
const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
const checked = new Map();
connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => checked.get(uri)?.(diagnostics));
connection.onRequest("workspace/configuration", ({ items }) => items.map(({ section }) => (section === "yaml" ? yaml : {})));
connection.onRequest("client/registerCapability", () => null);
connection.listen();

await connection.sendRequest("initialize", {
  processId: process.pid,
  rootUri: pathToFileURL(folder).href,
  capabilities: { workspace: { configuration: true }, textDocument: { hover: {}, completion: {} } },
  workspaceFolders: null,
});
await connection.sendNotification("initialized", {});

const answers = [];
for (const { file, text, at } of JSON.parse(readFileSync(0, "utf8"))) {
  const uri = pathToFileURL(join(folder, file)).href;
  const problems = new Promise((resolve) => checked.set(uri, resolve));
  const where = { textDocument: { uri }, position: at };
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "yaml", version: 1, text },
  });
  answers.push({
    problems: (await problems).map(({ range, message }) => ({ line: range.start.line + 1, message })),
    hover: at ? (await connection.sendRequest("textDocument/hover", where))?.contents?.value : undefined,
    offered: at ? (await connection.sendRequest("textDocument/completion", where)).items.map(({ label }) => label) : [],
  });
}
process.stdout.write(JSON.stringify(answers));
connection.dispose();
server.kill();
