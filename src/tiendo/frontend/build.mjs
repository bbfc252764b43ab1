// Builds the front end into src/tiendo/static/build: app.css, app.js, charts.js, fonts/, icons.svg.
// Run from anywhere: `npm run build`. Nothing is fetched; everything comes from node_modules.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import esbuild from "esbuild";

import { tablerPlugin } from "./tabler.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../../..");
const final = path.resolve(here, "../static/build");
// Built elsewhere and moved to its place whole: a server never sees half a build.
const out = path.join(root, "node_modules", `.tiendo-build-${process.pid}`);

// Small shapes in Tabler's CSS are data: URLs; as files of their own they need no policy exception.
async function filesForDataUrls(cssFile) {
  let css = await readFile(cssFile, "utf8");
  const found = [...css.matchAll(/url\("?(data:image\/svg\+xml,(?:[^"\\]|\\.)*?)"?\)/g)];
  for (const [whole, url] of found) {
    const svg = decodeURIComponent(url.slice("data:image/svg+xml,".length).replaceAll('\\"', '"'));
    const name = createHash("sha256").update(svg).digest("hex").slice(0, 10) + ".svg";
    await mkdir(path.join(out, "shapes"), { recursive: true });
    await writeFile(path.join(out, "shapes", name), svg);
    css = css.replaceAll(whole, `url(shapes/${name})`);
  }
  if (css.includes("data:")) throw new Error("app.css still holds a data: URL");
  await writeFile(cssFile, css);
}

async function iconNames() {
  const text = await readFile(path.join(here, "icons.txt"), "utf8");
  return text.split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
}

async function symbol(name) {
  const file = path.join(root, "node_modules/@tabler/icons/icons/outline", `${name}.svg`);
  const svg = await readFile(file, "utf8");
  const shapes = svg
    .replace(/^[\s\S]*?<svg[\s\S]*?>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "")
    .replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`;
}

// Type as whole files, for what is drawn or set without a browser: pictures, and the pages of
// official documents (Tinos has the measures of Times New Roman and every Vietnamese letter).
const WHOLE_TYPE = {
  "be-vietnam-pro": ["BeVietnamPro", ["400Regular", "500Medium", "600SemiBold"]],
  tinos: ["Tinos", ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"]],
};

async function wholeType() {
  const folder = path.join(out, "type");
  await mkdir(folder, { recursive: true });
  const files = Object.entries(WHOLE_TYPE).flatMap(([name, [family, faces]]) =>
    faces.map((face) => [path.join(root, "node_modules/@expo-google-fonts", name, face), `${family}_${face}.ttf`]),
  );
  await Promise.all(files.map(([from, file]) => copyFile(path.join(from, file), path.join(folder, file))));
}

async function sprite() {
  const symbols = await Promise.all((await iconNames()).map(symbol));
  const licence = "<!-- Tabler Icons, MIT licence, https://tabler.io/icons -->";
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">${licence}${symbols.join("\n")}</svg>\n`;
  await writeFile(path.join(out, "icons.svg"), svg);
}

async function bundle() {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: {
      app: path.join(here, "js/app.js"),
      charts: path.join(here, "js/charts.js"),
      grid: path.join(here, "js/grid.js"),
    },
    outdir: out,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["chrome109", "firefox115", "safari16"],
    legalComments: "eof",
    charset: "utf8",
    entryNames: "[name]",
    assetNames: "fonts/[name]",
    loader: { ".woff2": "file" },
    plugins: [tablerPlugin],
    logLevel: "warning",
  });
}

async function report() {
  for (const name of ["app.css", "app.js", "charts.js", "grid.js", "icons.svg"]) {
    const bytes = await readFile(path.join(out, name));
    const zipped = gzipSync(bytes, { level: 9 }).length;
    console.log(`${name}  ${(bytes.length / 1024).toFixed(0)} KiB  gzip ${(zipped / 1024).toFixed(0)} KiB`);
  }
}

await mkdir(out, { recursive: true });
await Promise.all([bundle(), sprite(), wholeType(), copyFile(path.join(here, "favicon.svg"), path.join(out, "favicon.svg"))]);
await filesForDataUrls(path.join(out, "app.css"));
await report();
await mkdir(path.dirname(final), { recursive: true });
await rename(final, `${out}.old`).catch((error) => {
  if (error.code !== "ENOENT") throw error;
});
await rename(out, final);
await rm(`${out}.old`, { recursive: true, force: true });
