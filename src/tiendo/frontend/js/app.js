import "../css/app.css";

import { startCopying } from "./copy.js";
import { startDialogs } from "./dialogs.js";
import { startDrafts } from "./drafts.js";
import { startFileDrops } from "./filedrop.js";
import { startHtmx } from "./htmx.js";
import { startKeys } from "./keys.js";
import { startMenus } from "./menus.js";
import { startPairs } from "./pairs.js";
import { startSelection } from "./selection.js";
import { startMismatches } from "./mismatches.js";
import { startSubmits } from "./submits.js";
import { startToasts } from "./toasts.js";

startHtmx();
startMenus();
startDialogs();
startKeys();
startSelection();
startFileDrops();
startDrafts();
startPairs();
startCopying();
startToasts();
startMismatches();
startSubmits();
