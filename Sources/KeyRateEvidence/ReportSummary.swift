// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateReports
import KeyRateText

extension EvidenceReport {
  /// The verdict in a few lines, for the terminal; ends with a line feed.
  package var summary: String {
    var lines = [
      title.printable, "  verdict: \(verdict.outcome.rawValue)" + (verdict.remark.map { " (\($0.printable))" } ?? ""),
    ]
    if let ratio = verdict.marginRatio, let decibel = verdict.marginDecibel {
      lines.append("  margin: limit / claimed = \(ratio.words) (\(decibel.words) dB)")
    }
    lines.append("  decided by: \(verdict.binding.printable)")
    if !verdict.scope.isEmpty { lines.append("  rests on: \(verdict.scope.printable)") }
    lines += verdict.reasons.prefix(4).map { "  - \($0.printable)" }
    if let table = sections.first(where: { $0.id == "verdict" })?.tables.first {
      lines.append("")
      for row in table.rows {
        guard row.count >= 6 else { continue }
        lines.append("  \(row[0].words.printable): \(row[1].words.printable)")
      }
    }
    if let items = sections.first(where: { $0.id == "missing" })?.tables.first?.rows, !items.isEmpty {
      lines += ["", "  missing:"]
      lines += items.compactMap { row in
        guard row.count == 3 else { return nil }
        let need = row[2] == .none ? "" : "; \(row[2].words.printable)"
        return "  - \(row[0].words.printable): \(row[1].words.printable)\(need)"
      }
    }
    lines += ["", "SHA-256 of the body: \(Fingerprint.sha256(CanonicalJSON.text(body)))", ""]
    return lines.joined(separator: "\n")
  }
}
