// The entry of every page: each module looks after one behaviour, found in the markup by its data attributes.
import "./toast.js";
import "./dialog.js";
import "./menu.js";
import "./list.js";
import "./keys.js";
import "./live.js";
import "./filters.js";
