// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReports
import RealModule
import KeyRateText

/// The drawings of a report. Every number in them stands in a table beside them.
enum EvidenceFigures {
  static func all(
    _ examination: Examination, curve: [(lossDecibel: Double, rate: Double, ceiling: Double)]
  ) -> [ReportFigure] {
    [reach(examination, curve), influence(examination)].compactMap { $0 }
  }

  /// Rate against loss, with the ceiling and the claim.
  private static func reach(
    _ examination: Examination, _ curve: [(lossDecibel: Double, rate: Double, ceiling: Double)]
  ) -> ReportFigure? {
    guard curve.count > 2, curve.contains(where: { $0.rate > 0 }), let link = examination.settings?.link else {
      return nil
    }
    let modes = examination.ceiling?.modes ?? 1
    var series = [
      Series(
        "ceiling, \(modes.words) mode\(modes == 1 ? "" : "s") per pulse",
        points: curve.map { .init(x: $0.lossDecibel, y: $0.ceiling * modes) }, role: .bound),
      Series(
        "settings of the claim", points: curve.map { .init(x: $0.lossDecibel, y: $0.rate) }, dropsToFloor: true),
    ]
    if let claimed = examination.claim.statement.weakestRatePerPulse {
      series.append(Series("claimed", points: [.init(x: link.link.lossDecibel, y: claimed)], role: .measured))
    }
    if let box = examination.settings?.box, !box.quantities.isEmpty, box.best > 0 {
      // The lower end of a bar that reaches no key lies below the figure.
      series.append(
        Series(
          "uncertainty box",
          points: [
            .init(
              x: link.link.lossDecibel, y: max(box.nominal, .leastNormalMagnitude),
              low: max(box.worst, .leastNormalMagnitude), high: box.best)
          ], role: .measured, style: SeriesStyle(marker: SeriesStyle.Marker.none)))
    }
    let title = "Secret-key rate against loss"
    let figure = Figure(
      title: title,
      summary:
        "The rate at the settings of the claim against the loss of the channel, with the ceiling and the claimed rate.",
      horizontalAxis: Axis("Loss of the channel", unit: "dB"),
      verticalAxis: Axis("Secret-key rate", unit: "bit/pulse", scale: .logarithmic, longestSpan: 8), series: series)
    guard let svg = try? figure.svg() else { return nil }
    return ReportFigure(id: "reach", title: title, svg: svg)
  }

  /// The rate when one value at a time goes to the ends of its uncertainty.
  private static func influence(_ examination: Examination) -> ReportFigure? {
    guard let box = examination.settings?.box, box.nominal > 0 else { return nil }
    let quantities = box.quantities.filter { $0.span > 0 }.sorted { $0.span > $1.span }.prefix(8)
    guard !quantities.isEmpty else { return nil }
    let title = "Rate at the ends of the uncertainty of single values; the line marks the stated values"
    return ReportFigure(id: "influence", title: title, svg: InfluenceChart(box: box, rows: Array(quantities)).svg)
  }
}

/// A bar for each uncertain value, from the rate at its worse end to the rate at its better one.
private struct InfluenceChart {
  let box: UncertaintyBox
  let rows: [UncertaintyBox.Quantity]

  private static let width = 640.0
  private static let left = 250.0
  private static let right = 40.0
  private static let row = 26.0

  var svg: String {
    let lowest = rows.map { min($0.rateLow, $0.rateHigh) }.min() ?? 0
    let highest = rows.map { max($0.rateLow, $0.rateHigh) }.max() ?? 1
    let span = max(highest - lowest, .leastNormalMagnitude)
    let height = Self.row * Double(rows.count) + 50
    func x(_ rate: Double) -> String {
      Self.rounded(Self.left + (rate - lowest) / span * (Self.width - Self.left - Self.right))
    }
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.rounded(Self.width)) \(Self.rounded(height))" \
      width="\(Self.rounded(Self.width))" height="\(Self.rounded(height))" font-family="sans-serif" font-size="13" \
      role="img"><title>Influence of single values</title>\
      <rect width="100%" height="100%" fill="#ffffff"/>
      """
    for (index, quantity) in rows.enumerated() {
      let top = 12 + Self.row * Double(index)
      let low = min(quantity.rateLow, quantity.rateHigh)
      let high = max(quantity.rateLow, quantity.rateHigh)
      let width = (high - low) / span * (Self.width - Self.left - Self.right)
      text += """
        <text x="\(Self.rounded(Self.left - 10))" y="\(Self.rounded(top + 13))" text-anchor="end" fill="#222222">\
        \(MarkupText.line(quantity.evidence.key))</text>\
        <rect x="\(x(low))" y="\(Self.rounded(top))" width="\(Self.rounded(max(width, 1)))" height="17" fill="#0072b2"/>
        """
    }
    let bottom = Self.row * Double(rows.count) + 14
    text += """
      <line x1="\(x(box.nominal))" x2="\(x(box.nominal))" y1="6" y2="\(Self.rounded(bottom))" stroke="#222222" \
      stroke-width="1.5"/>\
      <text x="\(Self.rounded(Self.left))" y="\(Self.rounded(bottom + 18))" fill="#222222">\(lowest.words)</text>\
      <text x="\(Self.rounded(Self.width - Self.right))" y="\(Self.rounded(bottom + 18))" text-anchor="end" \
      fill="#222222">\(highest.words) bit/pulse</text></svg>
      """
    return text
  }

  private static func rounded(_ value: Double) -> String {
    let text = "\((value * 10).rounded() / 10)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
