// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports
import KeyRateText

extension ToleranceBox {
  /// The boxes of a file for people.
  package static func summary(_ boxes: [ToleranceBox], _ file: ParameterFile) -> String {
    var lines = [file.title.printable]
    for box in boxes {
      lines += ["", box.label.map(LabelText.plain) ?? "  " + box.centre.result.analysis.title]
      lines += box.paragraph
    }
    if let result = boxes.first?.centre.result { lines += ResultText.tail(result) }
    return lines.joined(separator: "\n")
  }

  private var paragraph: [String] {
    let here = target.figure(centre)
    guard isMet else {
      let reason = centre.result.reasonForZero.map { ": \($0.description)" } ?? ""
      let what = target == .anyKey ? "no key" : "\(target.description) missed"
      return ["  \(what) at the operating point (\(here))\(reason)"]
    }
    var lines = ["  \(target.description) at the operating point: \(here); settings held", "", "  each alone"]
    lines += ResultText.aligned(
      sides.map { side in
        let low = bound(side.lowest, "down to")
        let high = bound(side.highest, "up to")
        return ("\(side.quantity.path) = \(ResultText.inFull(side.value))", "\(low); \(high)")
      }, indent: "    ")
    let share = NumberText.significant(100 * commonFactor, digits: 4)
    lines += ["", "  all together, each within \(share) % of its own tolerance"]
    lines += ResultText.aligned(
      sides.map { side in
        let (low, high) = (ResultText.inFull(side.jointLowest), ResultText.inFull(side.jointHighest))
        return (side.quantity.path, "\(low) to \(high)")
      }, indent: "    ")
    if let worst = worstCorner {
      let place = worstMoves.map { "\($0.path) = \(ResultText.inFull($0.value))" }.joined(separator: ", ")
      lines.append("  verified at all \(corners) corners and \(inner) points between; least at the corner")
      lines.append("    \(place): \(target.figure(worst))")
    } else {
      lines.append("  no box of all together was confirmed")
    }
    return lines
  }

  private func bound(_ limit: Limit, _ words: String) -> String {
    let value = "\(words) \(ResultText.inFull(limit.value))"
    return limit.missedAt == nil ? "\(value) (\(limit.reason))" : "\(value), then \(limit.reason)"
  }

  /// The boxes of a file as one document.
  package static func json(_ boxes: [ToleranceBox], _ file: ParameterFile) -> JSONValue {
    .object(ResultJSON.heading(file) + [(key: "tolerances", value: .array(boxes.map(\.json)))])
  }

  private var json: JSONValue {
    func end(_ limit: Limit) -> JSONValue {
      .object([
        ("value", .number(limit.value)), ("missed_at", JSONValue(limit.missedAt)), ("reason", .string(limit.reason)),
      ])
    }
    let inputs = sides.map { side -> JSONValue in
      .object([
        ("variable", .string(side.quantity.path)), ("unit", JSONValue(side.quantity.unit)),
        ("value", .number(side.value)), ("lowest", end(side.lowest)), ("highest", end(side.highest)),
        ("joint_lowest", .number(side.jointLowest)), ("joint_highest", .number(side.jointHighest)),
      ])
    }
    return .object([
      ("label", JSONValue(label)), ("target", target.json), ("met", .bool(isMet)),
      ("rate_per_pulse", JSONValue(centre.result.ratePerPulse)), ("length_bits", JSONValue(centre.result.lengthBits)),
      ("reason_for_zero", JSONValue(centre.result.reasonForZero?.description)),
      ("inputs", .array(inputs)), ("common_factor", .number(commonFactor)), ("corners_verified", .integer(corners)),
      ("inner_points_verified", .integer(inner)),
      (
        "worst_corner",
        worstCorner.map { worst in
          .object([
            ("inputs", .object(worstMoves.map { (key: $0.path, value: .number($0.value)) })),
            ("rate_per_pulse", JSONValue(worst.result.ratePerPulse)),
            ("length_bits", JSONValue(worst.result.lengthBits)),
          ])
        } ?? .null
      ),
    ])
  }
}
