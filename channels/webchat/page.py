"""The chat widget: one page without anything from elsewhere, so it can be framed into any site.

Over its socket the page is told `{"from": "system", "session" | "kept" | "error": …}` and
`{"from": "me" | "us", "id", "text", "at"}`; it says `{"id", "text"}` (again, until it is kept) and
`{"shown": [ids]}` for lines of ours that stand on a page somebody looks at.
"""

WIDGET_HTML = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Chat with us</title>
<style>
  :root { color-scheme: light dark; --accent: #2f6fde; }
  body { font: 16px/1.4 system-ui, sans-serif; margin: 0; height: 100dvh;
         display: flex; flex-direction: column; }
  header { padding: .8rem 1rem; background: var(--accent); color: #fff; font-weight: 600;
           display: flex; justify-content: space-between; align-items: baseline; }
  #state { font-weight: 400; font-size: .85rem; }
  #lines { flex: 1; overflow-y: auto; padding: 1rem; display: flex; flex-direction: column; gap: .5rem; }
  .line { max-width: 80%; padding: .5rem .8rem; border-radius: 1rem;
          white-space: pre-wrap; overflow-wrap: anywhere; }
  .me { align-self: flex-end; background: var(--accent); color: #fff; }
  .us { align-self: flex-start; background: #8882; }
  .note, .day { align-self: center; font-size: .85rem; opacity: .7; }
  .waiting { opacity: .55; }
  time { display: block; font-size: .7rem; opacity: .75; text-align: right; }
  form { display: flex; gap: .5rem; padding: .8rem; border-top: 1px solid #8884; }
  input { flex: 1; font: inherit; padding: .6rem; border-radius: .6rem; border: 1px solid #8886;
          min-width: 0; }
  button { font: inherit; padding: .6rem 1rem; border: 0; border-radius: .6rem; background: var(--accent);
           color: #fff; }
</style>
</head>
<body>
<header><span>Chat with us</span><span id="state" role="status"></span></header>
<main id="lines" aria-live="polite"></main>
<form id="form"><input id="text" autocomplete="off" maxlength="4000" placeholder="Write a message"
  aria-label="Message"><button>Send</button></form>
<script>
const lines = document.getElementById("lines"), text = document.getElementById("text");
const state = document.getElementById("state");
const there = new Map(), waiting = new Map(), unseen = new Set();
let socket, pause = 500, day = "", session = "";
try { session = localStorage.getItem("rapport-session") || ""; } catch { /* a page without storage */ }

function show(who, id, words, at) {
  if (id && there.has(id)) return there.get(id);
  const when = new Date(at), line = document.createElement("div"), time = document.createElement("time");
  if (who !== "note" && when.toDateString() !== day) {
    day = when.toDateString();
    show("day", "", when.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" }), at);
  }
  line.className = "line " + who; line.textContent = words;
  if (who === "me" || who === "us") {
    time.dateTime = when.toISOString();
    time.textContent = when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    line.append(time);
  }
  if (id) there.set(id, line);
  lines.append(line); lines.scrollTop = lines.scrollHeight;
  return line;
}
function tellSeen() {
  if (document.visibilityState !== "visible" || !unseen.size || socket.readyState !== 1) return;
  socket.send(JSON.stringify({ shown: [...unseen] })); unseen.clear();
}
function hear(line) {
  if (line.session) {
    session = line.session;
    try { localStorage.setItem("rapport-session", session); } catch { /* a page without storage */ }
  }
  if (line.kept) { waiting.delete(line.kept); there.get(line.kept)?.classList.remove("waiting"); }
  if (line.error) show("note", "", line.error, Date.now());
  if (line.from === "me") show("me", line.id, line.text, line.at).classList.remove("waiting");
  if (line.from === "us") { show("us", line.id, line.text, line.at); unseen.add(line.id); tellSeen(); }
}
function connect() {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(`${scheme}//${location.host}/chat/socket?session=${encodeURIComponent(session)}`);
  socket.onopen = () => {
    pause = 500; state.textContent = "";
    for (const line of waiting.values()) socket.send(line);
  };
  socket.onmessage = event => hear(JSON.parse(event.data));
  socket.onclose = () => {
    state.textContent = "Reconnecting…";
    setTimeout(connect, pause); pause = Math.min(pause * 2, 10000);
  };
}
function newId() {
  // randomUUID is there on https and localhost only.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), one => one.toString(16).padStart(2, "0"))
    .join("");
}
document.getElementById("form").onsubmit = event => {
  event.preventDefault();
  const words = text.value.trim();
  if (!words) return;
  const id = newId(), line = JSON.stringify({ id, text: words });
  waiting.set(id, line); show("me", id, words, Date.now()).classList.add("waiting"); text.value = "";
  if (socket.readyState === 1) socket.send(line);
};
document.addEventListener("visibilitychange", tellSeen);
connect();
</script>
</body>
</html>
"""
