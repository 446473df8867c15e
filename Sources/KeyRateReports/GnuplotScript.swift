// SPDX-License-Identifier: GPL-3.0-or-later
/// A gnuplot script that draws a figure from the CSV file of its table, for those who restyle figures themselves.
///
/// Series made from a table are read from the file by the names of their columns; others, and
/// those whose column names gnuplot cannot spell (with quotation marks, commas or `#`), are
/// written into the script. Axes, ticks, labels, colours, line patterns, markers and error bars
/// are those of the figure; margins are gnuplot's, the caption is left out, curves do not drop to
/// the floor, and a single point between gaps has no dot. Made for gnuplot 5.4 or later. The script is always the same for the same figure; what gnuplot
/// makes of it may carry a date if the output is PDF.
package struct GnuplotScript: Sendable, Equatable {
  /// The file that the script writes.
  package enum Output: Sendable, Equatable {
    /// An SVG file of this name.
    case svg(String)
    /// A PDF file of this name (gnuplot's `pdfcairo`).
    case pdf(String)
  }

  /// The figure.
  package var figure: Figure
  /// The CSV file, as seen from where the script runs; nil to write all data into the script.
  package var dataFile: String?
  /// What the script writes.
  package var output: Output

  /// Makes a script.
  ///
  /// - Parameters:
  ///   - figure: the figure to draw.
  ///   - dataFile: the name of the CSV file that ``Table/csv(header:)`` gave, nil for none.
  ///   - output: the file that the script writes.
  package init(figure: Figure, dataFile: String?, output: Output) {
    self.figure = figure
    self.dataFile = dataFile
    self.output = output
  }

  /// The script.
  ///
  /// - Throws: ``FigureError``, as ``Figure/svg()`` does.
  package func text() throws(FigureError) -> String {
    let plan = try FigurePlan(figure)
    // In quotation marks, because a backslash at the end would continue the comment.
    let heading = "# " + GnuplotText.quoted(RichText(figure.title).plainText)
    var lines = [heading, "set encoding utf8", "set minussign"]
    lines += terminal
    lines += ["set datafile separator comma", "set datafile commentschars '#'", "set datafile columnheaders", ""]
    lines += inlineData
    lines += commonSettings(plan)
    let isStacked = figure.panels.count > 1
    if isStacked {
      let title = figure.showsTitle ? " title \(GnuplotText.enhanced(figure.title))" : ""
      lines.append("set multiplot layout \(figure.panels.count),1\(title)")
      // Margins in common, so that the shared axis is at the same place in all panels.
      let frame = plan.layout.areas[0].frame
      // Tick labels with a common power of ten are written out by gnuplot, and need more room.
      let isWide = plan.layout.areas.contains { $0.vertical.ticks.multiplierExponent != nil }
      let left = frame.x / figure.size.width + (isWide ? 0.07 : 0.02)
      lines.append("set lmargin at screen \(NumberText.significant(left, digits: 4))")
      lines.append("set rmargin at screen \(NumberText.significant(frame.right / figure.size.width - 0.01, digits: 4))")
    } else if figure.showsTitle {
      lines.append("set title \(GnuplotText.enhanced(figure.title))")
    }
    for index in figure.panels.indices {
      lines += panelSettings(index, plan)
      lines.append(plotCommand(index, plan))
      lines.append("")
    }
    if isStacked { lines.append("unset multiplot") }
    lines.append("unset output")
    return lines.joined(separator: "\n") + "\n"
  }

  var terminal: [String] {
    let size = figure.size
    let font = NumberText.coordinate(size.fontSize * 0.87)
    let width = NumberText.coordinate(size.width)
    let height = NumberText.coordinate(size.height)
    switch output {
    case .svg(let name):
      let ground = figure.background == .white ? " background rgb 'white'" : ""
      return [
        "set terminal svg enhanced size \(width),\(height) font 'Helvetica,\(font)'\(ground)",
        "set output \(GnuplotText.quoted(name))",
      ]
    case .pdf(let name):
      // 96 pixels of the figure are an inch, and 0.75 points are a pixel.
      let across = NumberText.significant(size.width / 96)
      let down = NumberText.significant(size.height / 96)
      let points = NumberText.coordinate(size.fontSize * 0.87 * 0.75)
      return [
        "set terminal pdfcairo enhanced color size \(across)in,\(down)in font 'Helvetica,\(points)' linewidth 0.75",
        "set output \(GnuplotText.quoted(name))",
      ]
    }
  }

  /// Whether a series is read from the data file.
  func readsFile(_ series: Series) -> Bool {
    guard dataFile != nil, let source = series.source else { return false }
    return [source.x, source.y, source.low ?? "", source.high ?? ""].allSatisfy(GnuplotText.canName)
  }

  /// The name of the data block of a series that does not come from the file.
  func blockName(panel: Int, series: Int) -> String {
    "$panel\(panel + 1)_series\(series + 1)"
  }

  /// The data that is not in the file, one block per series.
  private var inlineData: [String] {
    figure.panels.enumerated().flatMap { panelIndex, panel in
      panel.series.enumerated().flatMap { index, series -> [String] in
        guard !readsFile(series) else { return [] }
        let rows = series.points.map { point in
          [point.x, point.y, point.low ?? point.y, point.high ?? point.y].map(GnuplotText.number).joined(separator: ",")
        }
        return ["\(blockName(panel: panelIndex, series: index)) << EOD", "x,y,low,high"] + rows + ["EOD", ""]
      }
    }
  }
}
