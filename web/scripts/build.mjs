// Bundles the widget into assistant/gateway/static/app, each file beside its gzipped twin, and says how large they are.
// Files are replaced whole, one by one: a service that runs meanwhile never finds one missing or cut in two.
import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { gzipSync } from "node:zlib";

const source = new URL("../src/", import.meta.url).pathname;
const out = new URL("../../assistant/gateway/static/app/", import.meta.url).pathname;
const TARGET = ["chrome109", "safari15.4", "firefox110"];
const LIMITS = { "chat.js": 40 * 1024, "loader.js": 1024, "launcher.js": 6 * 1024 };

async function bundledCss(name) {
  const result = await build({ entryPoints: [`${source}styles/${name}`], bundle: true, minify: true, write: false, target: TARGET });
  return result.outputFiles[0].text;
}

/** CSS imported by a script arrives as one minified string, for a constructed style sheet. */
const cssAsText = {
  name: "css-as-text",
  setup(plugin) {
    plugin.onLoad({ filter: /(chat|launcher)\.css$/ }, async ({ path }) => ({ contents: await bundledCss(basename(path)), loader: "text" }));
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
  "launcher.js": await bundle("launcher.ts", "esm"),
  "demo.js": await bundle("demo.ts", "iife"),
  "picture.js": await bundle("views/picture.ts", "esm"),
  "words-zh-Hant.js": await bundle("words/zh-Hant.ts", "esm"),
  "words-en.js": await bundle("words/en.ts", "esm"),
  "chat.css": await bundledCss("chat.css"),
  "launcher.css": await bundledCss("launcher.css"),
  "page.css": (await transform(await readFile(`${source}styles/page.css`, "utf8"), { loader: "css", minify: true })).code,
};

await mkdir(out, { recursive: true });
const put = async (name, content) => {
  // The process in the name: two builds at once do not take each other's file away.
  const half = `${out}.${process.pid}.${name}`;
  await writeFile(half, content);
  await rename(half, out + name);
};
const manifest = {};
let tooLarge = false;
for (const [name, text] of Object.entries(files)) {
  const small = gzipSync(text, { level: 9 });
  await put(name, text);
  await put(`${name}.gz`, small);
  manifest[name] = { bytes: Buffer.byteLength(text), gzip: small.length, sha256: createHash("sha256").update(text).digest("hex") };
  const limit = LIMITS[name];
  if (limit && small.length > limit) {
    tooLarge = true;
    console.error(`${name} is ${small.length} bytes gzipped; the limit is ${limit}: take something out`);
  }
  console.log(`${name.padEnd(12)} ${String(manifest[name].bytes).padStart(7)} bytes ${String(small.length).padStart(6)} gzipped`);
}
await put("manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);
const made = new Set(["manifest.json", ...Object.keys(files).flatMap((name) => [name, `${name}.gz`])]);
for (const name of await readdir(out)) if (!made.has(name) && !name.startsWith(".")) await rm(out + name, { recursive: true, force: true });
process.exit(tooLarge ? 1 : 0);
