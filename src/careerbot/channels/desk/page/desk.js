"use strict";
// Lists, an editor and a chat over what the server answers. Text is only ever put in as text, never as a page.

const at = (id) => document.getElementById(id);
const WAIT_MS = 350;
const talk = crypto.randomUUID();
const open = { name: "", saved: "", stamp: "", wrong: false };
let timer = 0;
let written = Promise.resolve();
let listed = { layer: "", files: [], unsaved: [] };
let gaps = [];

async function ask(what, body = {}, tell = alarm) {
  let response;
  try {
    response = await fetch(what, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  } catch {
    return tell("The desk does not answer; is it still running?");
  }
  if (response.headers.get("Content-Type")?.startsWith("application/json")) {
    const answer = await response.json();
    return response.ok ? answer : tell(answer.error);
  }
  return tell(`${response.status}: ${await response.text()}`);
}

function alarm(words) {
  at("alert").textContent = words;
  setTimeout(() => { if (at("alert").textContent === words) at("alert").textContent = ""; }, 8000);
  return null;
}

function make(tag, words = "", properties = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  element.textContent = words;
  return element;
}

// ---------------------------------------------------------------- the lists
async function list() {
  const answer = await ask("files");
  if (!answer) return;
  listed = answer;
  at("layer").textContent = answer.layer;
  document.title = `${answer.layer} – careerbot desk`;
  showFiles();
}

function showFiles() {
  const wanted = at("find").value.toLowerCase();
  const fits = (words) => words.toLowerCase().includes(wanted);
  const parts = listed.files.map((file) => {
    const whole = fits(file.name);
    const entries = file.entries.filter((entry) => whole || fits(entry.id) || entry.asks.some(fits));
    return whole || entries.length ? [makeHead(file.name), makeEntries(file.name, entries)] : [];
  });
  at("files").replaceChildren(...parts.flat());
  at("gaps").replaceChildren(...gaps.filter((gap) => fits(gap.wordings[0].text)).map(makeGap));
}

function makeHead(name) {
  const unsaved = listed.unsaved.includes(name) ? " • unsaved" : "";
  return make("h3", `${name}${unsaved}`);
}

function makeEntries(name, entries) {
  const items = make("ul");
  const rows = entries.length ? entries : [{ id: "", asks: [`open ${name.split("/").pop()}`], line: 1 }];
  for (const entry of rows) {
    const button = make("button", entry.asks[0] ?? entry.id, { type: "button", title: [entry.id, ...entry.asks].join("\n") });
    if (name === open.name && entry.id === open.entry) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => show(name, entry));
    const item = make("li");
    item.append(button);
    items.append(item);
  }
  return items;
}

async function listGaps() {
  const answer = await ask("gaps");
  gaps = answer?.gaps ?? [];
  at("no-gaps").textContent = answer?.lacking || (gaps.length ? "Choose one to make an entry of it." : "No question went without a good answer.");
  showFiles();
}

function makeGap(gap) {
  const near = gap.entry ? `nearest: ${gap.entry.id} (${gap.entry.score.toFixed(2)})` : "nothing is near";
  const wordings = gap.wordings.map((wording) => `${wording.count} × ${wording.text}`);
  const button = make("button", `${gap.count} × ${gap.wordings[0].text}`, { type: "button", title: [...wordings, near].join("\n") });
  button.addEventListener("click", async () => {
    const answer = await ask("take", { wording: gap.wordings[0].text });
    if (!answer) return;
    await list();
    await show(answer.name, { id: "", line: 1 });
  });
  const item = make("li");
  item.append(button);
  return item;
}

// ---------------------------------------------------------------- the editor
async function show(name, entry, tell = alarm) {
  await settle();
  const page = await ask("open", { name }, tell);
  if (!page) return false;
  Object.assign(open, { name, entry: entry.id, saved: page.saved, stamp: page.stamp });
  at("name").textContent = name;
  at("text").value = page.text;
  for (const id of ["text", "history"]) at(id).disabled = false;
  showLook(page);
  showState();
  goTo(entry.line, 1);
  showFiles();
  return true;
}

function goTo(line, column) {
  const text = at("text");
  const lines = text.value.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, words) => sum + words.length + 1, 0);
  const start = before + Math.max(0, column - 1);
  text.focus();
  text.setSelectionRange(start, start);
  const height = parseFloat(getComputedStyle(text).lineHeight);
  text.scrollTop = Math.max(0, (line - 6) * height);
}

function showState() {
  const changed = at("text").value !== open.saved;
  at("state").textContent = !open.name ? "" : changed ? "unsaved" : "saved";
  at("save").disabled = !changed;
}

function showLines(wrong) {
  const count = at("text").value.split("\n").length;
  const numbers = Array.from({ length: count }, (_, i) => make("li", String(i + 1), { className: wrong.has(i + 1) ? "wrong" : "" }));
  at("lines").replaceChildren(...numbers);
  at("lines").scrollTop = at("text").scrollTop;
}

function showLook(look) {
  const here = look.problems.filter((problem) => problem.here);
  showLines(new Set(here.map((problem) => problem.line)));
  open.wrong = here.some((problem) => problem.code && problem.severity === "error");
  const verdict = look.taken ? "The chat answers from this text." : "The chat answers as before, until this is mended.";
  const played = look.played.all ? ` ${look.played.good} of ${look.played.all} messages went as written.` : "";
  at("verdict").textContent = `${look.problems.length || "No"} problem${look.problems.length === 1 ? "" : "s"}. ${verdict}${played}`;
  at("verdict").classList.toggle("wrong", !look.taken);
  at("problems").replaceChildren(...look.problems.map(makeProblem));
}

function makeProblem(problem) {
  const place = problem.here ? `line ${problem.line}` : `${problem.file}:${problem.line}`;
  const hint = problem.hint ? ` — ${problem.hint}` : "";
  const code = problem.code ? ` [${problem.code}]` : "";
  const button = make("button", `${place}: ${problem.message}${hint}${code}`, { type: "button" });
  button.classList.toggle("wrong", problem.severity === "error");
  button.addEventListener("click", () => {
    if (problem.here) goTo(problem.line, problem.column);
    else show(problem.file.split("/").slice(1).join("/"), { id: "", line: problem.line });
  });
  const item = make("li");
  item.append(button);
  return item;
}

function write() {
  clearTimeout(timer);
  timer = 0;
  const name = open.name;
  const text = at("text").value;
  written = written.then(async () => {
    const look = await ask("write", { name, text });
    if (!look) return;
    listed.unsaved = look.unsaved;
    showFiles();
    if (name !== open.name) return;
    showLook(look);
    if (look.taken) await sayAgain();
  });
  return written;
}

async function settle() {
  if (timer) write();
  await written;
}

at("text").addEventListener("input", () => {
  showState();
  showLines(new Set());
  clearTimeout(timer);
  timer = setTimeout(write, WAIT_MS);
});
// A line begins as the one before it, a list goes on, and what stands below a name stands further in.
function beginLine(before) {
  const [, indent, dash, words] = /^(\s*)(- +)?(.*)$/.exec(before);
  if (dash && !words) return { taken: before.length, put: indent.slice(2) };
  const isNamed = /^[\w.-]+:(\s|$)/.test(words);
  const deeper = /(^|\s|:)[|>][-+]?\s*$/.test(words) || /^[\w.-]+:\s*$/.test(words) ? "  " : "";
  return { taken: 0, put: `\n${indent}${dash ? (isNamed ? "  " : dash) : ""}${deeper}` };
}

at("text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
  const text = at("text");
  const before = text.value.slice(0, text.selectionStart).split("\n").pop();
  const line = beginLine(before);
  if (line.put === "\n") return;
  event.preventDefault();
  if (line.taken) text.setSelectionRange(text.selectionStart - line.taken, text.selectionEnd);
  // Other ways of changing the text cannot be undone by Ctrl-Z.
  if (line.put) document.execCommand("insertText", false, line.put);
  else document.execCommand("delete");
});
at("text").addEventListener("scroll", () => { at("lines").scrollTop = at("text").scrollTop; });

// ---------------------------------------------------------------- saving, and what was before
async function save() {
  if (at("save").disabled) return;
  await settle();
  const answer = await ask("compare", { name: open.name, text: at("text").value });
  if (!answer) return;
  at("diff").replaceChildren(...answer.diff.split("\n").map((line) => make(kindOf(line), `${line}\n`)));
  at("saving-warning").textContent = open.wrong ? "There are mistakes in it: the bot will leave out what they spoil." : "";
  const choice = await choose("saving");
  if (choice === "discard") replaceText(open.saved);
  if (choice !== "save") return at("text").focus();
  const saved = await ask("save", { name: open.name, text: at("text").value, stamp: open.stamp });
  if (!saved) return;
  Object.assign(open, { saved: at("text").value, stamp: saved.stamp });
  showLook(saved);
  showState();
  await list();
  at("text").focus();
}

const kindOf = (line) => (/^\+(?!\+\+ )/.test(line) ? "ins" : /^-(?!-- )/.test(line) ? "del" : "span");

function choose(id) {
  const dialog = at(id);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue), { once: true }));
}

async function showHistory() {
  const answer = await ask("history", { name: open.name });
  if (!answer) return;
  at("version").textContent = answer.versions.length ? "" : "No earlier version is known: the folder is not kept by git, or the file is new.";
  at("restore").disabled = true;
  at("versions").replaceChildren(...answer.versions.map(makeVersion));
  if ((await choose("earlier")) !== "restore") return;
  replaceText(at("version").textContent);
  at("text").focus();
}

function replaceText(text) {
  at("text").value = text;
  at("text").dispatchEvent(new Event("input"));
}

function makeVersion(version) {
  const button = make("button", `${version.day} ${version.author}: ${version.subject}`, { type: "button" });
  button.addEventListener("click", async () => {
    const answer = await ask("version", { name: open.name, commit: version.commit });
    at("version").textContent = answer?.text ?? "";
    at("restore").disabled = !answer;
  });
  const item = make("li");
  item.append(button);
  return item;
}

at("save").addEventListener("click", save);
at("history").addEventListener("click", showHistory);
at("find").addEventListener("input", showFiles);
at("new").addEventListener("click", () => {
  at("new-name").value = "";
  at("naming-warning").textContent = "";
  at("naming").showModal();
});
at("naming").addEventListener("submit", async (event) => {
  if (event.submitter.value !== "make") return;
  event.preventDefault();
  const warn = (words) => { at("naming-warning").textContent = words; return null; };
  if (!(await show(at("new-name").value.trim(), { id: "", line: 1 }, warn))) return at("new-name").focus();
  at("naming").close();
  at("text").focus();
  await list();
});

// ---------------------------------------------------------------- the chat
async function say(message) {
  await settle();
  const answer = await ask("say", { talk, ...message });
  if (answer) addReply(answer, message.text ?? message.label);
  at("question").focus();
}

function addReply(answer, said) {
  at("talk").append(make("div", said, { className: "said" }), makeReply(answer));
  at("talk").lastChild.scrollIntoView({ block: "nearest" });
}

function makeReply(answer) {
  const reply = make("div", "", { className: "reply" });
  const changed = answer.changes.some(([kind]) => kind !== "same");
  if (changed) reply.append(...answer.changes.map(([kind, words]) => make({ gone: "del", new: "ins", same: "span" }[kind], words)));
  else reply.append(...readHtml(answer.html));
  if (answer.picture && !changed) reply.append(make("p", `[picture: ${answer.picture}]`, { className: "picture" }));
  if (answer.choices.length) {
    const choices = make("div", "", { className: "choices" });
    choices.append(...answer.choices.map(makeChoice));
    reply.append(choices);
  }
  const why = make("details");
  why.append(make("summary", "why"), make("pre", answer.why.join("\n")));
  reply.append(why);
  return reply;
}

function makeChoice(choice) {
  const button = make("button", choice.label, { type: "button" });
  button.addEventListener("click", () => say({ press: choice.data, label: choice.label }));
  return button;
}

async function sayAgain() {
  const answer = await ask("again", { talk });
  // What changed stays in sight while nothing else changes.
  if (answer?.changes?.some(([kind]) => kind !== "same")) at("talk").lastChild.replaceWith(makeReply(answer));
}

const PLAIN = new Set(["B", "STRONG", "I", "EM", "U", "S", "CODE", "PRE", "BLOCKQUOTE"]);

function readHtml(html) {
  return [...new DOMParser().parseFromString(html, "text/html").body.childNodes].map(copy);
}

function copy(node) {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
  const isLink = node.nodeName === "A" && /^https?:/.test(node.getAttribute("href") ?? "");
  const element = document.createElement(isLink ? "a" : PLAIN.has(node.nodeName) ? node.nodeName : "span");
  if (isLink) Object.assign(element, { href: node.getAttribute("href"), target: "_blank", rel: "noopener noreferrer" });
  element.append(...[...node.childNodes].map(copy));
  return element;
}

at("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = at("question").value.trim();
  at("question").value = "";
  if (text) say({ text });
});
at("forget").addEventListener("click", async () => {
  await ask("forget", { talk });
  at("talk").replaceChildren();
  at("question").focus();
});

// ---------------------------------------------------------------- keys, and leaving
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    if (!document.querySelector("dialog[open]")) save();
  }
});
addEventListener("beforeunload", (event) => { if (listed.unsaved.length || !at("save").disabled) event.preventDefault(); });
list().then(listGaps);
