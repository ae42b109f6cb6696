"use strict";
// What is shown is what the address says after "#": filter, order, and the object that is open.
// Texts become text nodes and nothing else.
(() => {
const data = JSON.parse(document.getElementById("data").textContent);
const { words, objects, details } = data;
const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const AT_ONCE = 60;  // rows shown before somebody scrolls on

function made(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter(child => child !== null && child !== ""));
  return element;
}

// The address

const asked = () => new URLSearchParams(location.hash.slice(1));

function address(changes) {
  const parameters = asked();
  for (const [name, value] of Object.entries(changes)) {
    if (value === "") parameters.delete(name);
    else parameters.set(name, value);
  }
  return `#${parameters}`;
}

function change(changes) {
  history.replaceState(null, "", address(changes));
  show();
}

document.addEventListener("click", event => {
  const link = event.target.closest("a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const target = address(Object.fromEntries(new URLSearchParams(link.hash.slice(1))));
  if (target !== (location.hash || "#")) history.pushState(null, "", target);
  show();
  if (link.closest("#overview")) find("#list").scrollIntoView();
});

// The list: its rows are those of the page, the n-th is the n-th object's

const body = find("#list tbody");
const rows = [...body.rows];
const collator = new Intl.Collator("zh-CN", { numeric: true });
const folded = text => text.normalize("NFKC").toLowerCase();
const searched = objects.map(
  item => folded([item.title, item.unit, item.code, item.department].filter(Boolean).join("\n")));
const choices = all("#filters select").map(select => select.name);
const charts = all(".bars").map(chart => chart.dataset.chart);

let rulesOf = null;  // of each object, made when first asked for
function hasRule(number, rule) {
  rulesOf = rulesOf || details.map(item => new Set((item.findings || [])
    .filter(finding => !(finding[3] && finding[3].explained))
    .map(finding => data.rules[data.messages[finding[0]][0]][0])));
  return rulesOf[number].has(rule);
}

function isShown(number, parameters) {
  const item = objects[number];
  for (const [name, value] of parameters) {
    if (name === "rule" ? !hasRule(number, value)
      : name === "q" ? !folded(value).split(/\s+/).every(word => searched[number].includes(word))
        : charts.includes(name) ? !(item.places[name] || []).includes(value)
          : choices.includes(name) && (item[name] || "") !== value) return false;
  }
  return true;
}

function sortValue(item, column) {
  if (column === "warning") return (item.places.warning || []).length ? item.places.warning.length +
    (item.places.warning.includes("red") ? 2 : 0) : undefined;
  if (column in words) return item[column] ? Object.keys(words[column]).indexOf(item[column]) : undefined;
  return item[column] === "" ? undefined : item[column];
}

function sorted(numbers, order) {
  const column = order.replace(/^-/, ""), sign = order.startsWith("-") ? -1 : 1;
  const value = numbers.map(number => sortValue(objects[number], column));
  const place = numbers.map((_, index) => index);
  place.sort((one, other) => {
    const a = value[one], b = value[other];
    if (a === undefined || b === undefined) return (a === undefined) - (b === undefined) || one - other;
    return sign * (typeof a === "number" ? a - b : collator.compare(a, b)) || one - other;
  });
  return place.map(index => numbers[index]);
}

let shown = [], inPage = 0;

function showMore(count) {
  const next = shown.slice(inPage, inPage + count);
  body.append(...next.map(number => rows[number]));
  inPage += next.length;
  find("#rest").hidden = inPage === shown.length;
}

const filterNames = () => ["q", ...new Set([...choices, ...charts])];

function filterWords(parameters) {
  return filterNames().filter(name => parameters.get(name)).map(name => {
    const value = parameters.get(name), select = find(`#filters [name=${name}]`);
    if (name === "q") return `含“${value}”`;
    if (select) {
      const option = [...select.options].find(item => item.value === value);
      return `${select.parentNode.firstChild.data} ${option ? option.text : value}`;
    }
    const chart = find(`.bars[data-chart=${name}]`);
    const row = all("tr", chart).find(item => item.dataset.key === value);
    return `${find("caption", chart).firstChild.data.trim()} ${row ? find("th", row).textContent : value}`;
  });
}

function showList(parameters) {
  const numbers = objects.map((_, number) => number).filter(number => isShown(number, parameters));
  shown = parameters.get("sort") ? sorted(numbers, parameters.get("sort")) : numbers;
  inPage = 0;
  body.replaceChildren();
  showMore(AT_ONCE);
  const said = filterWords(parameters);
  find("#shown").textContent = said.length ? `${shown.length} / ${objects.length} 个` : `${objects.length} 个`;
  find("#filtered").textContent = said.length ? `筛选：${said.join("；")}` : "";
  find("#filtered").hidden = find("#clear").hidden = !said.length;
  document.body.classList.toggle("filtered", said.length > 0);
  for (const name of filterNames()) {
    const field = find(`#filters [name=${name}]`), value = parameters.get(name) || "";
    if (field && field.value !== value) field.value = value;
  }
  for (const head of all("#list th")) {
    const order = parameters.get("sort"), is = head.dataset.sort, isUp = order === is, isDown = order === `-${is}`;
    head.setAttribute("aria-sort", isUp ? "ascending" : isDown ? "descending" : "none");
    find("a", head).setAttribute("href", `#sort=${isUp ? `-${is}` : isDown ? "" : is}`);
  }
  // Where the page has not got all objects, its charts stay those of all.
  if (objects.length === data.total) all(".bars").forEach(chart => showChart(chart, numbers));
}

function showChart(chart, numbers) {
  const name = chart.dataset.chart, counts = new Map();
  const of = numbers.filter(number => objects[number].places[name]);
  for (const number of of) {
    for (const key of objects[number].places[name]) counts.set(key, (counts.get(key) || 0) + 1);
  }
  const total = of.length - (counts.get("unlisted") || 0);  // which stand beside what is due
  find(".total", chart).textContent = `${total} 个`;
  for (const row of all("tr", chart)) {
    const count = counts.get(row.dataset.key) || 0;
    const isBeside = row.dataset.key === "unlisted";
    const share = total && !isBeside ? Math.round(count / total * 10000) / 100 : 0;
    const percent = isBeside ? "" : `${share}%`;
    find(".count", row).textContent = count;
    find(".share", row).textContent = percent;
    find(".bar", row).setAttribute("width", share);
    find("svg", row).setAttribute("aria-label", `${find("th", row).textContent}：${count} 个${percent && `，${percent}`}`);
  }
}

// Links, as a head with buttons in it is not printed again on every sheet.
for (const head of all("#list th")) head.replaceChildren(made("a", {}, head.textContent));
find("#filters").hidden = false;
find("#filters").addEventListener("input", event => change({ [event.target.name]: event.target.value }));
find("#clear").addEventListener("click", () => {
  change(Object.fromEntries(filterNames().map(name => [name, ""])));
  find("#filters input").focus();
});
find("#rest button").addEventListener("click", () => showMore(AT_ONCE));
new IntersectionObserver(seen => {
  if (seen.some(entry => entry.isIntersecting)) showMore(AT_ONCE);
}, { rootMargin: "600px" }).observe(find("#rest"));
addEventListener("beforeprint", () => showMore(shown.length));

// An object

const filled = (message, numbers) => {
  const each = numbers.split(" ").values();
  return message.replace(/0/g, () => each.next().value);
};

function table(heads, lines, kind = "") {
  const numbered = heads.map(head => head.endsWith("#") ? "number" : "");
  const cell = (tag, child, index) =>
    made(tag, numbered[index] ? { class: "number" } : {}, child === undefined || child === null ? "" : child);
  return made("div", { class: "wide" }, made("table", kind ? { class: kind } : {},
    made("thead", {}, made("tr", {}, ...heads.map((head, index) => cell("th", head.replace("#", ""), index)))),
    made("tbody", {}, ...lines.map(line => made("tr", {}, ...line.map((child, index) => cell("td", child, index)))))));
}

function part(title, ...children) {
  return made("section", {}, made("h3", {}, title), ...children);
}

function list(items) {
  return made("ul", {}, ...items.map(item => made("li", {}, item)));
}

function linkTo(number) {
  return made("a", { href: `#${new URLSearchParams({ object: objects[number].id })}` }, objects[number].title);
}

const money = amount => amount === undefined ? "" : `${amount}万元`;
const points = (score, weight) => score === undefined ? "" : `${score}分${weight === undefined ? "" : `（满分 ${weight}）`}`;

function facts(item) {
  const known = [
    ["类型", words.kind[item.kind]], ["编码", item.code],
    ["单位", item.of >= 0 ? linkTo(item.of) : item.unit],
    ["主管部门", item.department], ["业务科室", item.office], ["状态", words.state[item.state]],
    ["填报日期", item.date],
    ["得分", points(item.score)], ["等次", item.grade],
    ["预算执行得分", points(item.execution_score, item.execution_weight)],
    ["指标得分", points(item.indicator_score, item.indicator_weight)],
    ["年初预算数", money(item.initial)], ["全年预算数", money(item.budget)], ["全年执行数", money(item.executed)],
    ["执行率", item.rate === undefined ? "" : `${item.rate}%`],
    ["文件", (item.files || []).join("、")],
  ];
  const pairs = known.filter(([, value]) => value !== undefined && value !== "");
  return made("dl", {}, ...pairs.map(([name, value]) => made("div", {}, made("dt", {}, name), made("dd", {}, value))));
}

function finding([message, numbers, place, more = {}]) {
  const [rule, text] = data.messages[message], [id, level, title] = data.rules[rule];
  return made("section", { class: `finding ${more.explained ? "explained" : level}` },
    made("h4", {}, made("span", { class: "level" }, more.explained ? words.explained : words.level[level]), "　", data.texts[place],
      made("span", { class: "rule", title }, id),
      more.status ? made("span", { class: "status" }, more.status) : ""),
    made("p", {}, filled(text, numbers)),
    more.explanation ? made("p", { class: "said" }, `说明：${more.explanation}`) : "",
    more.remark ? made("p", { class: "said" }, `备注：${more.remark}`) : "");
}

function findings(item, detail) {
  if (item.error === undefined) return "";
  const counts = Object.entries(words.level).map(([level, word]) => `${word} ${item[level]}`);
  if (item.explained) counts.push(`${words.explained} ${item.explained}`);
  return part(`校验发现的问题：${counts.join("，")}`,
    ...(detail.findings || []).map(finding), detail.findings ? "" : made("p", {}, "没有发现问题。"));
}

function indicators(detail) {
  if (!detail.indicators) return "";
  const t = data.texts;
  return part("绩效指标", table(
    ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值#", "得分#", "偏差原因"],
    detail.indicators.map(([dimension, category, name, target, actual, weight, score, reason]) =>
      [t[dimension], t[category], name, target, actual, weight, score, reason === undefined ? "" : t[reason]]
        .map(value => typeof value === "number" ? String(value) : value)), "indicators"));
}

function figures(detail) {
  const values = (detail.figures || "").split("|");
  const lines = (data.labels[detail.template] || []).map(([sheet, label, unit], index) =>
    [sheet, label, values[index], values[index] ? unit : ""]).filter(line => line[2]);
  return lines.length ? made("details", {}, made("summary", {}, `表中的数（${lines.length} 项）`),
    table(["表", "项目", "数#", "单位"], lines)) : "";
}

function projects(number) {
  const own = objects.map((_, index) => index).filter(index => objects[index].of === number);
  if (!own.length) return "";
  return part(`项目（${own.length} 个）`, table(
    ["项目", "全年预算数（万元）#", "执行率%#", "得分#", "等次", "错误#", "核实#", "提示#", "状态"],
    own.map(index => {
      const item = objects[index];
      const shown = [item.budget, item.rate, item.score, item.grade, item.error, item.query, item.hint]
        .map(value => value === undefined ? "" : String(value));
      return [linkTo(index), ...shown, words.state[item.state]];
    })));
}

function openObject(number) {
  const item = objects[number], detail = details[number];
  find("#object").replaceChildren(
    made("p", { class: "back" }, made("a", { href: "#object=" }, "← 返回列表")),
    made("h2", { tabindex: "-1" }, item.title),
    facts(item),
    item.warnings ? part("自评预警", list(item.warnings)) : "",
    item.remarks ? part("说明", list(item.remarks)) : "",
    findings(item, detail), projects(number), indicators(detail), figures(detail),
    detail.unchecked ? part("未能检查", list(detail.unchecked.map(([what, why]) => `${data.texts[what]}：${data.texts[why]}`))) : "");
}

const heading = document.title;
let open = -1, leftAt = 0;

function show() {
  const parameters = asked();
  showList(parameters);
  const number = parameters.get("object") ? objects.findIndex(item => item.id === parameters.get("object")) : -1;
  if (number === open) return;
  if (open < 0) leftAt = scrollY;
  for (const other of ["#overview", "#list"]) find(other).hidden = number >= 0;
  find("#object").hidden = number < 0;
  document.title = number < 0 ? heading : `${objects[number].title} – ${heading}`;
  if (number < 0) {
    scrollTo(0, leftAt);
    const link = find("a", rows[open]);
    if (link) link.focus({ preventScroll: true });
  } else {
    openObject(number);
    scrollTo(0, 0);
    find("#object h2").focus();
  }
  open = number;
}

addEventListener("hashchange", show);
show();
})();
