// Tabler without the families of rules no page of ours uses.
// The list is fixed rather than found by looking at templates: a new template never needs a rebuild
// to get a utility class, and a build is the same whichever templates exist.
import { readFile } from "node:fs/promises";

import { PurgeCSS } from "purgecss";

// Grid, spacing, flex, text and state utilities, and the components our templates build on.
const KEPT_FAMILIES =
  /^(container|row|col|offset|order|g|gx|gy|gap|m|mx|my|mt|mb|ms|me|p|px|py|pt|pb|ps|pe|d|flex|justify|align|w|h|mw|vw|vh|position|top|bottom|start|end|sticky|fixed|overflow|border|rounded|text|fw|fs|fst|lh|font|list|visually|stretched|user|pe|opacity|z|hr|small|lead|mark|display|h1|h2|h3|h4|h5|h6|initialism|blockquote|img|figure|table|form|input|was|valid|invalid|is|btn|card|badge|alert|nav|breadcrumb|pagination|page|progress|disabled|active|show|collapse|float|clearfix|ratio|vr|subheader|divide|space|columns|spinner|bg)(-|$)/;

// Variants of kept families that are never wanted: colour families stand for status only.
const DROPPED =
  /(facebook|twitter|google|youtube|vimeo|dribbble|github|instagram|pinterest|vk|rss|flickr|bitbucket|tabler|azure|indigo|purple|pink|orange|lime|teal|cyan|gradient|-lt$|-fg$|selectgroup|imagecheck|colorinput|colorcheck|floating|nav-pills|nav-underline|page-body|page-cover|card-rotate|card-tab|card-active|card-stacked|btn-animate|form-range|bg-blur|bg-pattern|-otp)/;

const KEPT_TAGS =
  /^(html|body|a|abbr|address|article|b|blockquote|button|caption|code|dd|details|dialog|div|dl|dt|em|fieldset|figure|figcaption|footer|form|h[1-6]|header|hr|img|input|kbd|label|legend|li|main|mark|nav|ol|optgroup|option|output|p|pre|progress|s|samp|section|select|small|span|strong|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|time|tr|ul|template|iframe|hidden|type|href|role|title|radio|checkbox|search|date|file|number|password|submit|multiple|size|readonly|disabled|root|host|data-bs-theme)$/;

function isKept(name) {
  if (KEPT_TAGS.test(name)) return true;
  return KEPT_FAMILIES.test(name) && !DROPPED.test(name);
}

async function purge(css) {
  const names = new Set([...css.matchAll(/[.#]?(-?[_a-zA-Z][\w-]*)/g)].map((match) => match[1]));
  const kept = [...names].filter(isKept);
  const [result] = await new PurgeCSS().purge({
    content: [{ raw: kept.join(" "), extension: "txt" }],
    defaultExtractor: (text) => text.split(" "),
    css: [{ raw: css }],
    keyframes: true,
    variables: false,
  });
  return result.css;
}

export const tablerPlugin = {
  name: "tabler",
  setup(build) {
    build.onLoad({ filter: /@tabler[\\/]core[\\/].*\.css$/ }, async ({ path }) => {
      const css = await readFile(path, "utf8");
      const contents = await purge(css.replace(/\/\*# sourceMappingURL=.*?\*\//g, ""));
      return { contents, loader: "css" };
    });
  },
};
