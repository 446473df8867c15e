// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReports
import KeyRateText

extension EvidenceReport {
  /// The report as one HTML file with its figures inside, with the same numbers as the JSON document.
  ///
  /// - Parameter document: ``document(installation:)``, for the hash and the machine.
  package func html(document: JSONValue) -> String {
    var text = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(HTMLText.policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(MarkupText.escaped("\(Self.headline): \(title)"))</title>
      <style>
      \(HTMLText.style)
      </style>
      </head>
      <body>
      <main>
      <p class="kind">\(Self.headline)</p>
      <h1>\(MarkupText.escaped(title))</h1>
      <p class="verdict \(HTMLText.className(verdict))">\(MarkupText.escaped(verdict.outcome.rawValue))\
      \(verdict.remark.map { " <small>\(MarkupText.escaped($0))</small>" } ?? "")</p>
      <nav><ol>

      """
    for section in sections { text += "<li><a href=\"#\(section.id)\">\(MarkupText.escaped(section.title))</a></li>\n" }
    text += "<li><a href=\"#integrity\">Integrity</a></li>\n</ol></nav>\n"
    for section in sections { text += HTMLText.section(section) }
    text += "<section id=\"integrity\"><h2>Integrity</h2>\n<dl>\n"
    for (name, value) in Self.integrity(document) {
      text += "<dt>\(MarkupText.escaped(name))</dt><dd class=\"hash\">\(MarkupText.escaped(value))</dd>\n"
    }
    text += "<dt>command</dt><dd><code>\(MarkupText.escaped(commandLine))</code></dd>\n"
    text += "<dt>program</dt><dd>\(MarkupText.escaped("\(program.name) \(program.version)"))</dd>\n"
    for (name, value) in Self.machine(document) {
      text += "<dt>\(MarkupText.escaped(name))</dt><dd>\(MarkupText.escaped(value))</dd>\n"
    }
    return text + "</dl>\n</section>\n</main>\n</body>\n</html>\n"
  }
}

/// HTML pieces.
enum HTMLText {
  /// What a browser may do with the page: show it with the styles it brings along, and nothing else.
  static let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

  static func className(_ verdict: Verdict) -> String {
    switch verdict.outcome {
    case .supported: "supported"
    case .notSupported: "refused"
    case .notDecidable: "open"
    }
  }

  static func section(_ section: ReportSection) -> String {
    var text = "<section id=\"\(section.id)\"><h2>\(MarkupText.escaped(section.title))</h2>\n"
    for sentence in section.text { text += "<p>\(MarkupText.escaped(sentence))</p>\n" }
    if !section.fields.isEmpty {
      text += "<dl>\n"
      for field in section.fields {
        let unit = field.unit.isEmpty || field.value == .none ? "" : " \(MarkupText.escaped(field.unit))"
        text += "<dt>\(MarkupText.escaped(field.title))</dt><dd>\(MarkupText.escaped(field.value.words))\(unit)</dd>\n"
      }
      text += "</dl>\n"
    }
    for figure in section.figures {
      text +=
        "<figure><div class=\"scroll\">\(inline(figure.svg))</div><figcaption>\(MarkupText.escaped(figure.title))</figcaption></figure>\n"
    }
    for table in section.tables { text += self.table(table) }
    return text + "</section>\n"
  }

  /// An SVG document as a part of a page: without its XML declaration.
  private static func inline(_ svg: String) -> String {
    guard svg.hasPrefix("<?xml"), let end = svg.range(of: "?>") else { return svg }
    return String(svg[end.upperBound...])
  }

  private static func table(_ table: ReportTable) -> String {
    var text = "<div class=\"scroll\"><table><caption>\(MarkupText.escaped(table.title))</caption>\n<thead><tr>"
    for column in table.columns { text += "<th>\(MarkupText.escaped(column.title))</th>" }
    text += "</tr></thead>\n<tbody>\n"
    for row in table.rows {
      text += "<tr>"
      for value in row { text += cell(value) }
      text += "</tr>\n"
    }
    return text + "</tbody></table></div>\n"
  }

  private static func cell(_ value: ReportValue) -> String {
    switch value {
    case .number, .integer: return "<td class=\"n\">\(MarkupText.escaped(value.words))</td>"
    case .text(let word):
      let mark = marks[word].map { " class=\"\($0)\"" } ?? (word.utf8.count > 40 ? " class=\"long\"" : "")
      return "<td\(mark)>\(MarkupText.escaped(word))</td>"
    default: return "<td>\(MarkupText.escaped(value.words))</td>"
    }
  }

  /// Words that are coloured wherever they stand alone in a cell.
  private static let marks = [
    "violated": "bad", "impossible": "bad", "exceeds": "bad", "exceeds (conditions not certified)": "doubt",
    "doubtful": "doubt", "open": "doubt", "supports": "good", "passed": "good", "measured": "good",
    "certified": "good",
  ]

  static let style = """
    :root { color-scheme: light; }
    body { margin: 0; background: #fff; color: #1a1a1a; font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; }
    main { max-width: 76rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
    h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 1rem; }
    h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 1px solid #d0d0d0; }
    p { margin: 0 0 .75rem; max-width: 48rem; }
    .kind { margin: 0; color: #555; letter-spacing: .04em; text-transform: uppercase; font-size: .8rem; }
    .verdict { display: inline-block; padding: .5rem 1rem; border-radius: .3rem; font-size: 1.15rem; font-weight: 600; }
    .verdict small { font-weight: 400; }
    .supported { background: #dcefe3; color: #0b4a26; border: 1px solid #0b4a26; }
    .refused { background: #fbe0dc; color: #7a1607; border: 1px solid #7a1607; }
    .open { background: #fdf0d0; color: #5e4300; border: 1px solid #5e4300; }
    nav ol { columns: 3 15rem; padding-left: 1.5rem; font-size: .9rem; }
    a { color: #00558c; }
    dl { display: grid; grid-template-columns: minmax(12rem, 22rem) 1fr; gap: .2rem 1.25rem; margin: 0 0 1rem; font-size: .93rem; }
    dt { color: #444; }
    dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    .hash { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .85rem; }
    .scroll { overflow-x: auto; margin: 0 0 1.25rem; }
    table { border-collapse: collapse; font-size: .82rem; min-width: 50%; }
    caption { text-align: left; font-weight: 600; padding: .25rem 0; }
    th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #e2e2e2; }
    th { border-bottom: 1px solid #888; font-weight: 600; }
    td.n { font-variant-numeric: tabular-nums; white-space: nowrap; }
    td.long { min-width: 14rem; overflow-wrap: anywhere; }
    td.bad { color: #7a1607; font-weight: 600; }
    td.doubt { color: #5e4300; font-weight: 600; }
    td.good { color: #0b4a26; }
    figure { margin: 0 0 1.25rem; }
    figure svg { max-width: 100%; height: auto; }
    figcaption { font-size: .85rem; color: #444; }
    @media (max-width: 40rem) {
      main { padding: 1.25rem 1rem 3rem; }
      h1 { font-size: 1.35rem; overflow-wrap: anywhere; }
      .verdict { font-size: 1.05rem; }
      dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
      dt { font-size: .85rem; margin-top: .45rem; }
      td, th { padding-right: .5rem; }
      figure svg { min-width: 34rem; }
    }
    @page { size: A4; margin: 16mm 14mm; }
    @media print {
      * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      body { font-size: 9.5pt; }
      main { max-width: none; padding: 0; }
      nav { display: none; }
      h1 { font-size: 16pt; }
      h2 { font-size: 12pt; margin-top: 14pt; break-after: avoid; }
      dl { grid-template-columns: 16rem 1fr; font-size: 9pt; }
      .scroll { overflow: visible; }
      table { font-size: 7.5pt; width: 100%; }
      thead { display: table-header-group; }
      tr, figure { break-inside: avoid; }
      td, td.n, td.long { min-width: 0; white-space: normal; overflow-wrap: anywhere; }
      figure svg { min-width: 0; max-width: 100%; }
      a { color: inherit; text-decoration: none; }
    }
    """
}
