// Makes src/contract/messages.ts from schema/message.schema.json; with --check, only says whether it is fresh.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const schemaPath = new URL("../../schema/message.schema.json", import.meta.url);
const target = new URL("../src/contract/messages.ts", import.meta.url);

const schema = JSON.parse(await readFile(schemaPath, "utf8"));
const made = await compile(schema, "ChatEvent", {
  bannerComment: "// Made by `npm run types` from schema/message.schema.json: do not edit.",
  additionalProperties: false,
  ignoreMinAndMaxItems: true,
  format: false,
});

if (process.argv.includes("--check")) {
  const present = await readFile(target, "utf8").catch(() => "");
  if (present !== made) {
    console.error("web/src/contract/messages.ts is not what schema/message.schema.json says: run `npm run types`");
    process.exit(1);
  }
} else {
  await writeFile(target, made);
}
