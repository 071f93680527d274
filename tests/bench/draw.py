#!/usr/bin/env python3
"""tests/bench/draw.py - RESULTS.md, its plots and the table in the README, drawn from results/.

Nothing in them is written by hand; tests/house/test_results.py holds them against the tables.
"""
import argparse
import csv
import math
import os

HERE = os.path.dirname(os.path.abspath(__file__))
OURS = "newshound"
COLOURS = {OURS: "#c0392b", "lucene": "#2471a3", "tantivy": "#7d8a2e", "pisa": "#7d3c98"}
OTHER = "#555555"
COMMANDS = ("TOP_10", "TOP_100", "TOP_1000", "TOP_10_COUNT", "COUNT")
CLASSES = ("term-head", "term-mid", "term-tail", "or", "or-stop", "and", "and-stop", "phrase",
           "phrase-stop")

BEGIN, END = "<!-- drawn by tests/bench/draw.py -->", "<!-- end -->"
LEFT, WIDTH, LINE = 190, 760, 15


def table(name):
    """The rows of a table; none where it is not there."""
    path = os.path.join(HERE, "results", name)
    if not os.path.exists(path):
        return []
    with open(path, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def engines_of(rows):
    """All engines, newshound first."""
    return sorted({row["engine"] for row in rows}, key=lambda e: (e != OURS, e))


def colour(engine):
    return COLOURS.get(engine, OTHER)


# ---- plots ---------------------------------------------------------------------------------


def text(x, y, words, anchor="start", weight="normal"):
    return ('<text x="%.1f" y="%.1f" text-anchor="%s" font-weight="%s">%s</text>'
            % (x, y, anchor, weight, words))


def page(height, title, parts):
    head = ('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" '
            'viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">'
            % (WIDTH, height, WIDTH, height))
    back = '<rect width="%d" height="%d" fill="white"/>' % (WIDTH, height)
    return "\n".join([head, "<title>%s</title>" % title, back] + parts + ["</svg>", ""])


def legend(engines, y):
    parts, x = [], LEFT
    for engine in engines:
        parts.append('<circle cx="%d" cy="%d" r="4" fill="%s"/>' % (x, y - 4, colour(engine)))
        parts.append(text(x + 8, y, engine))
        x += 90
    return parts


def latency_plot(rows):
    """A line for each class and command: the mean of an engine a dot, its p99 the end of a stroke."""
    engines = engines_of(rows)
    by = {(r["class"], r["command"], r["engine"]): r for r in rows}
    lines = [(c, k) for c in CLASSES for k in COMMANDS
             if any((c, k, e) in by for e in engines)]
    most = max(float(r["p99_us"]) for r in rows)
    decades = math.ceil(math.log10(most))
    bottom = 50 + LINE * len(lines)

    def place(us):
        return LEFT + (WIDTH - LEFT - 20) * max(0.0, math.log10(max(us, 1.0))) / decades

    parts = legend(engines, 16)
    for d in range(decades + 1):
        x = place(10 ** d)
        parts.append('<line x1="%.1f" x2="%.1f" y1="36" y2="%d" stroke="#ddd"/>' % (x, x, bottom))
        parts.append(text(x, 32, "%s us" % format(10 ** d, ","), "middle"))
    for i, (kind, command) in enumerate(lines):
        y = 50 + LINE * i
        parts.append(text(LEFT - 8, y + 4, "%s %s" % (kind, command), "end"))
        for n, engine in enumerate(engines):
            row = by.get((kind, command, engine))
            if row is None:
                continue
            at = y + (n - (len(engines) - 1) / 2) * 2.5
            parts.append('<line x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f" stroke="%s"/>'
                         % (place(float(row["mean_us"])), place(float(row["p99_us"])), at, at,
                            colour(engine)))
            parts.append('<circle cx="%.1f" cy="%.1f" r="2.6" fill="%s"/>'
                         % (place(float(row["mean_us"])), at, colour(engine)))
    return page(bottom + 8, "Latency by class: mean and p99", parts)


def build_plot(rows):
    """Bars: megabytes of text a second, and the size of the index."""
    groups = sorted({(r["mode"], r["threads"]) for r in rows})
    by = {(r["mode"], r["threads"], r["step"], r["engine"]): r for r in rows}
    engines = engines_of(rows)
    parts, y = legend(engines, 16), 44
    for heading, step, field, unit in (("speed", "build", "mb_per_s", "MB/s"),
                                       ("as built", "build", "percent_of_text", "%")):
        most = max([float(r[field]) for r in rows if r["step"] == step] or [1])
        for mode, threads in groups:
            parts.append(text(LEFT - 8, y + 4, "%s: %s, %s thread%s"
                              % (heading, mode, threads, "" if threads == "1" else "s"), "end"))
            for engine in engines:
                row = by.get((mode, threads, step, engine))
                if row is None:
                    continue
                width = (WIDTH - LEFT - 90) * float(row[field]) / most
                parts.append('<rect x="%d" y="%.1f" width="%.1f" height="9" fill="%s"/>'
                             % (LEFT, y - 4, width, colour(engine)))
                parts.append(text(LEFT + width + 5, y + 4, "%s %s" % (row[field], unit)))
                y += 13
            y += 8
    return page(y, "Build speed and index size", parts)


# ---- tables --------------------------------------------------------------------------------


def grid(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def best_peer(cells, field):
    values = [float(row[field]) for engine, row in cells.items() if engine != OURS]
    return min(values) if values else None


def latency_rows(rows):
    """A row for each class and command, and those where newshound is not the fastest."""
    engines, out, lost = engines_of(rows), [], []
    for kind in CLASSES:
        for command in COMMANDS:
            cells = {r["engine"]: r for r in rows if (r["class"], r["command"]) == (kind, command)}
            if OURS not in cells:
                continue
            ours, best = float(cells[OURS]["mean_us"]), best_peer(cells, "mean_us")
            ratio = "" if best is None else "%.2f" % (ours / best)
            if best is not None and ours > best:
                lost.append("%s %s" % (kind, command))
            out.append(["%s %s" % (kind, command)]
                       + ["%s / %s / %s / %s" % tuple(cells[e][f] for f in
                                                     ("mean_us", "p50_us", "p99_us", "max_us"))
                          if e in cells else "-" for e in engines] + [ratio])
    return ["class, command"] + engines + ["of the best peer"], out, lost


def build_rows(rows):
    engines = engines_of(rows)
    out = []
    for mode, threads in sorted({(r["mode"], r["threads"]) for r in rows}):
        by = {(r["step"], r["engine"]): r for r in rows
              if (r["mode"], r["threads"]) == (mode, threads)}
        for label, step, field in (("build, MB/s", "build", "mb_per_s"),
                                   ("processor seconds of the build", "build", "cpu_s"),
                                   ("peak memory, MiB", "build", "rss_mib"),
                                   ("as built, % of the text", "build", "percent_of_text"),
                                   ("seconds to optimize", "optimize", "wall_s"),
                                   ("optimized, % of the text", "optimize", "percent_of_text")):
            out.append(["%s, %s threads: %s" % (mode, threads, label)]
                       + [by[step, e][field] if (step, e) in by else "-" for e in engines])
    return ["what"] + engines, out


def where(rows):
    """Machines and commits of some rows."""
    return "; ".join(sorted({"%s at %s" % (r["machine"], r["commit"]) for r in rows}))


def best_cell(cells, field, better):
    """What the best of the others has, and who."""
    others = [(float(row[field]), engine) for engine, row in cells.items() if engine != OURS]
    if not others:
        return "-"
    value, engine = better(others)
    return "%g (%s)" % (value, engine)


def summary_rows(queries, builds):
    """The README's table: newshound and the best of the others."""
    out = []
    for mode, step, field, label, better in (
            ("tokens", "build", "mb_per_s", "words alone: build, MB/s, 2 threads", max),
            ("text", "build", "mb_per_s", "stored text: build, MB/s, 2 threads", max),
            ("tokens", "build", "percent_of_text", "words alone: index as built, % of the text", min),
            ("text", "build", "percent_of_text", "stored text: index as built, % of the text", min),
            ("tokens", "optimize", "percent_of_text",
             "words alone: index optimized, % of the text", min),
            ("text", "optimize", "percent_of_text",
             "stored text: index optimized, % of the text", min)):
        cells = {r["engine"]: r for r in builds
                 if (r["mode"], r["step"], r["threads"]) == (mode, step, "2")
                 and (r["engine"] != "pisa" or field != "percent_of_text")}
        if OURS in cells:
            out.append([label, cells[OURS][field], best_cell(cells, field, better)])
    for kind in CLASSES:
        for command in ("TOP_10", "COUNT"):
            cells = {r["engine"]: r for r in queries
                     if (r["class"], r["command"]) == (kind, command)}
            if OURS in cells:
                out.append(["%s %s, mean us" % (kind, command), cells[OURS]["mean_us"],
                            best_cell(cells, "mean_us", min)])
    return out


def summary(queries, builds):
    """What stands between the marks of the README."""
    lost = latency_rows(queries)[2]
    return "\n".join([
        grid(["", "newshound", "best of the others"], summary_rows(queries, builds)), "",
        "One thread for queries; the index sizes of PISA, which keeps no positions, are left out. "
        "Slower than the best of the others: " + (", ".join(lost) if lost else "nothing") + ".",
        ""])


def with_summary(text, words):
    """The README with another summary."""
    head, rest = text.split(BEGIN)
    return head + BEGIN + "\n" + words + END + rest.split(END)[1]


def report():
    queries, builds, parts = table("queries.csv"), table("builds.csv"), table("parts.csv")
    out = ["# Results", "",
           "Drawn by [draw.py](draw.py) from the tables in [results/](results/); how they are "
           "measured is told in [README.md](README.md). Smaller is better for times and sizes, "
           "larger for MB/s.", ""]
    if queries:
        head, lines, lost = latency_rows(queries)
        out += ["## Queries", "", "![latency by class](results/latency.svg)", "",
                "Microseconds of the fastest round on one thread: mean / median / p99 / maximum. "
                "All engines gave the same answers. The machine's speed drifts from run to run: of each "
                "engine the fastest one is kept. " + where(queries) + ".", "",
                grid(head, lines), "",
                "**Slower than the best of the others in the mean:** "
                + (", ".join(lost) if lost else "none") + ".", ""]
    if builds:
        head, lines = build_rows(builds)
        out += ["## Builds and sizes", "", "![speed and size](results/builds.svg)", "",
                where(builds) + ". Newshound is optimized with the order `similar`, and the commit before "
                "is given up (`--sweep`).", "",
                grid(head, lines), ""]
    if parts:
        out += ["## Parts", "", where(parts) + ".", "",
                grid(["benchmark", "case", "value", "unit", "command"],
                     [[r["benchmark"], r["case"], r["value"], r["unit"], "`%s`" % r["command"]]
                      for r in parts]), ""]
    return "\n".join(out), queries, builds


def main():
    root = os.path.dirname(os.path.dirname(HERE))
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="FOLDER", nargs="?", default=root,
                        help="a checkout to draw in [its own]")
    target = parser.parse_args().folder
    bench = os.path.join("tests", "bench")
    os.makedirs(os.path.join(target, bench, "results"), exist_ok=True)
    words, queries, builds = report()
    files = {os.path.join(bench, "RESULTS.md"): words}
    if queries:
        files[os.path.join(bench, "results", "latency.svg")] = latency_plot(queries)
    if builds:
        files[os.path.join(bench, "results", "builds.svg")] = build_plot(builds)
    with open(os.path.join(root, "README.md"), encoding="utf-8") as f:
        files["README.md"] = with_summary(f.read(), summary(queries, builds))
    for name, content in files.items():
        with open(os.path.join(target, name), "w", encoding="utf-8") as f:
            f.write(content)


if __name__ == "__main__":
    main()
