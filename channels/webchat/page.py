"""The chat widget: one page without anything from elsewhere, so it can be framed into any site."""

WIDGET_HTML = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Chat with us</title>
<style>
  :root { color-scheme: light dark; --accent: #2f6fde; }
  body { font: 16px/1.4 system-ui, sans-serif; margin: 0; height: 100vh;
         display: flex; flex-direction: column; }
  header { padding: .8rem 1rem; background: var(--accent); color: #fff; font-weight: 600; }
  #lines { flex: 1; overflow-y: auto; padding: 1rem; display: flex; flex-direction: column; gap: .5rem; }
  .line { max-width: 80%; padding: .5rem .8rem; border-radius: 1rem;
          white-space: pre-wrap; overflow-wrap: anywhere; }
  .me { align-self: flex-end; background: var(--accent); color: #fff; }
  .us { align-self: flex-start; background: #8882; }
  .note { align-self: center; font-size: .85rem; opacity: .7; }
  form { display: flex; gap: .5rem; padding: .8rem; border-top: 1px solid #8884; }
  input { flex: 1; font: inherit; padding: .6rem; border-radius: .6rem; border: 1px solid #8886; }
  button { font: inherit; padding: .6rem 1rem; border: 0; border-radius: .6rem; background: var(--accent);
           color: #fff; }
</style>
</head>
<body>
<header>Chat with us</header>
<main id="lines" aria-live="polite"></main>
<form id="form"><input id="text" autocomplete="off" maxlength="4000" placeholder="Write a message"
  aria-label="Message"><button>Send</button></form>
<script>
const lines = document.getElementById("lines"), text = document.getElementById("text");
const seen = new Set(), waiting = new Map();
let socket, pause = 500;
function show(who, words) {
  const line = document.createElement("div");
  line.className = "line " + who; line.textContent = words; lines.append(line);
  lines.scrollTop = lines.scrollHeight;
}
function connect() {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const session = localStorage.getItem("rapport-session") || "";
  socket = new WebSocket(`${scheme}//${location.host}/chat/socket?session=${encodeURIComponent(session)}`);
  socket.onopen = () => { pause = 500; for (const line of waiting.values()) socket.send(line); };
  socket.onmessage = event => {
    const line = JSON.parse(event.data);
    if (line.session) localStorage.setItem("rapport-session", line.session);
    if (line.kept) waiting.delete(line.kept);
    if (line.error) show("note", line.error);
    if (line.from === "us" && !seen.has(line.id)) { seen.add(line.id); show("us", line.text); }
  };
  socket.onclose = () => { setTimeout(connect, pause); pause = Math.min(pause * 2, 10000); };
}
document.getElementById("form").onsubmit = event => {
  event.preventDefault();
  const words = text.value.trim();
  if (!words) return;
  const id = crypto.randomUUID(), line = JSON.stringify({ id, text: words });
  waiting.set(id, line); show("me", words); text.value = "";
  if (socket.readyState === 1) socket.send(line);
};
connect();
</script>
</body>
</html>
"""
