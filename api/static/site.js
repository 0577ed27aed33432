// Small conveniences; every page works without them.
"use strict";

// Ctrl+Enter or Cmd+Enter runs the query. Tab leaves the field, as it does everywhere.
const query = document.getElementById("query");
if (query) {
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      query.form.requestSubmit();
    }
  });
}
