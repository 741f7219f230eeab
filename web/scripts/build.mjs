// Bundles the widget into assistant/gateway/static/app and says how large each file is. `--watch` is not offered:
// a build takes well under a second.
import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const source = new URL("../src/", import.meta.url).pathname;
const out = new URL("../../assistant/gateway/static/app/", import.meta.url).pathname;
const TARGET = ["chrome109", "safari15.4", "firefox110"];
const LIMITS = { "chat.js": 40 * 1024, "loader.js": 1024 };

async function bundledCss(name) {
  const result = await build({ entryPoints: [`${source}styles/${name}`], bundle: true, minify: true, write: false, target: TARGET });
  return result.outputFiles[0].text;
}

/** CSS imported by a script arrives as one minified string, for a constructed style sheet. */
const cssAsText = {
  name: "css-as-text",
  setup(plugin) {
    plugin.onLoad({ filter: /chat\.css$/ }, async () => ({ contents: await bundledCss("chat.css"), loader: "text" }));
  },
};

async function bundle(entry, format) {
  const result = await build({
    entryPoints: [source + entry],
    bundle: true,
    minify: true,
    write: false,
    format,
    target: TARGET,
    charset: "utf8",
    legalComments: "none",
    jsx: "automatic",
    jsxImportSource: "preact",
    plugins: [cssAsText],
  });
  return result.outputFiles[0].text;
}

const files = {
  "chat.js": await bundle("chat.tsx", "esm"),
  "gallery.js": await bundle("gallery/gallery.tsx", "esm"),
  "loader.js": await bundle("loader.ts", "iife"),
  "chat.css": await bundledCss("chat.css"),
  "page.css": (await transform(await readFile(`${source}styles/page.css`, "utf8"), { loader: "css", minify: true })).code,
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const manifest = {};
let tooLarge = false;
for (const [name, text] of Object.entries(files)) {
  await writeFile(out + name, text);
  const gzip = gzipSync(text, { level: 9 }).length;
  manifest[name] = { bytes: Buffer.byteLength(text), gzip, sha256: createHash("sha256").update(text).digest("hex") };
  const limit = LIMITS[name];
  if (limit && gzip > limit) {
    tooLarge = true;
    console.error(`${name} is ${gzip} bytes gzipped; the limit is ${limit}: take something out`);
  }
  console.log(`${name.padEnd(12)} ${String(manifest[name].bytes).padStart(7)} bytes ${String(gzip).padStart(6)} gzipped`);
}
await writeFile(`${out}manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
process.exit(tooLarge ? 1 : 0);
