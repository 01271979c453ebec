// A one-time link holds its secret in the fragment, which no server is sent. It goes into the form, and out of the address bar and the history;
// nothing is posted until a person presses the button, so that nobody is signed in by a link that they only opened.
const link = new URLSearchParams(location.hash.slice(1)).get("link");
const field = document.getElementById("link");
if (link && field) {
  history.replaceState(null, "", location.pathname + location.search);
  field.value = link;
  document.getElementById("with-link").open = true;
  field.form.querySelector("button").focus();
}
