// Bundles static/src into static/dist, with static/dist/manifest.json for the template tags.
//
// What our own pages load has its hash in its name and may be cached for ever. What
// strangers' pages load by a fixed address (the widget) is one file without a hash.
import { copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import * as esbuild from "esbuild";

const SOURCE = "static/src";
const DIST = "static/dist";
const flags = new Set(process.argv.slice(2));

// Modules and style sheets: logical name -> source.
const pages = {
  "pages.js": "pages/main.ts",
  "pages.css": "design/pages.css",
  "operators.js": "dashboard/main.tsx",
  "operators.css": "dashboard/operators.css",
  "sitepage.css": "sitepage/sitepage.css",
  "testpage.css": "testpage/testpage.css",
};
// One of our pages draws the widget itself, in a shadow root.
const drawing = { "sitepage.js": "sitepage/main.ts" };
// Classic scripts that run before the page is painted.
const early = { "theme.js": "pages/early.ts", "testpage.js": "testpage/main.ts" };
// On strangers' pages, so at fixed addresses: a small classic script, and modules that are loaded
// when somebody talks.
const widget = { "chatbot-widget.js": "widget/main.ts" };
const lazy = {
  "chatbot-panel.js": "widget/lazy.tsx",
  "chatbot-realtime.js": "realtime/echo.ts",
  "chatbot-voice.js": "chat/voice/lazy.ts",
  "chatbot-emoji.js": "chat/emoji/lazy.ts",
};
// English is in the panel; of the others everybody loads the one they read.
for (const language of ["de", "fr", "es", "ar", "zh-CN"]) lazy[`chatbot-words-${language}.js`] = `words/${language}.ts`;

const common = {
  bundle: true,
  minify: true,
  sourcemap: true,
  metafile: true,
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  outdir: DIST,
  logLevel: "warning",
};
const hashed = { entryNames: "[name]-[hash]", chunkNames: "chunk-[hash]", assetNames: "[name]-[hash]" };

const entries = (table) =>
  Object.entries(table).map(([name, source]) => ({
    in: `${SOURCE}/${source}`,
    out: name.replace(/\.\w+$/, ""),
  }));

/** A shadow root's styles, as text: its root is the host, and `rem` would be the strange page's. */
const shadowStyles = {
  name: "shadow-styles",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles, metafile } = await esbuild.build({
        ...common,
        sourcemap: false,
        write: false,
        entryPoints: [path],
      });
      const text = outputFiles[0].text
        .replaceAll(":root", ":host")
        .replace(/([\d.]+)rem\b/g, (_, size) => `${size * 16}px`);
      return { contents: text, loader: "text", watchFiles: Object.keys(metafile.inputs) };
    });
  },
};

const builds = [
  { ...common, ...hashed, entryPoints: entries(pages), format: "esm", splitting: true },
  { ...common, ...hashed, entryPoints: entries(drawing), format: "esm", plugins: [shadowStyles] },
  { ...common, ...hashed, entryPoints: entries(early), format: "iife" },
  { ...common, entryPoints: entries(widget), format: "iife", plugins: [shadowStyles] },
  // Modules are UTF-8 whatever a server says of them: letters need no escapes.
  { ...common, entryPoints: entries(lazy), format: "esm", plugins: [shadowStyles], charset: "utf8" },
];

const manifest = {};

/** After each build the manifest names the newest file of every entry. */
const remember = {
  name: "remember",
  setup(build) {
    build.onEnd(async ({ metafile }) => {
      for (const [file, { entryPoint }] of Object.entries(metafile?.outputs ?? {})) {
        if (!entryPoint) continue;
        const name = basename(file);
        manifest[name.replace(/-[0-9A-Z]{8}(?=\.)/, "")] = name;
      }
      await writeFile(`${DIST}/manifest.json`, JSON.stringify(manifest, null, 2));
    });
  },
};

async function copyBrand() {
  for (const file of await readdir(`${SOURCE}/brand`)) {
    await copyFile(`${SOURCE}/brand/${file}`, `${DIST}/${file}`);
  }
}

async function buildPages() {
  await rm(DIST, { recursive: true, force: true });
  await mkdir(DIST, { recursive: true });
  await copyBrand();
  for (const options of builds) {
    const context = await esbuild.context({ ...options, plugins: [...(options.plugins ?? []), remember] });
    await context.rebuild();
    if (flags.has("--watch")) await context.watch();
    else await context.dispose();
  }
}

async function buildTests() {
  await rm("build/tests", { recursive: true, force: true });
  await esbuild.build({
    ...common,
    minify: false,
    entryPoints: [`${SOURCE}/**/*.test.ts`, `${SOURCE}/**/*.test.tsx`],
    outdir: "build/tests",
    outbase: SOURCE,
    outExtension: { ".js": ".mjs" },
    platform: "node",
    format: "esm",
    loader: { ".css": "text" },
    logOverride: { "empty-glob": "silent" },
  });
}

await (flags.has("--tests") ? buildTests() : buildPages());
