"""How the sandbox's page looks, and how it keeps itself current."""

STYLE = """
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.45 system-ui, sans-serif; display: flex; height: 100vh; color: #1d1c1d }
nav { width: 220px; background: #1f2937; color: #cbd5e1; padding: 14px; overflow: auto }
nav a { display: block; color: inherit; text-decoration: none; padding: 3px 8px; border-radius: 5px }
nav a.on { background: #2563eb; color: #fff }
nav h2 { font-size: 12px; text-transform: uppercase; margin: 16px 8px 4px }
main { flex: 1; display: flex; flex-direction: column; min-width: 0 }
#room { flex: 1; overflow: auto; padding: 16px }
article { margin: 0 0 14px; max-width: 760px }
article.reply { margin-left: 36px }
article.private { background: #fef9c3; padding: 8px; border-radius: 6px }
.who { margin-right: 8px }
p, h3 { margin: 4px 0 }
small, small a { color: #64748b }
pre { background: #f1f5f9; padding: 8px; border-radius: 5px; overflow: auto; margin: 4px 0 }
table { border-collapse: collapse; margin: 4px 0 }
td { border: 1px solid #cbd5e1; padding: 3px 9px }
.facts { display: grid; grid-template-columns: 1fr 1fr; gap: 6px; margin: 6px 0 }
button, select, input, textarea { font: inherit; border: 1px solid #94a3b8; border-radius: 5px;
  padding: 4px 10px; background: #fff }
button.primary { background: #15803d; color: #fff }
button.danger { background: #b91c1c; color: #fff }
form.say { display: flex; gap: 8px; padding: 12px; border-top: 1px solid #e2e8f0 }
form.say input[name=text] { flex: 1 }
form.modal { border: 2px solid #2563eb; border-radius: 8px; padding: 14px; max-width: 520px }
form.modal label { display: block; margin: 8px 0 }
form.modal input, form.modal select, form.modal textarea { width: 100% }
.wrong { color: #b91c1c }
img { max-width: 100%; border: 1px solid #e2e8f0 }
"""

SCRIPT = """
const room = document.getElementById("room");
room.scrollTop = room.scrollHeight;
new EventSource("/desk/changes").onmessage = async () => {
  if (document.activeElement.closest("form.modal")) return;
  const fresh = await (await fetch(location.href)).text();
  room.innerHTML = new DOMParser().parseFromString(fresh, "text/html").getElementById("room").innerHTML;
  room.scrollTop = room.scrollHeight;
};
"""
