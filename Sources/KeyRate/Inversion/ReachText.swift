// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports
import KeyRateText

extension Reach {
  private var unit: String { quantity.unit.map { $0.contains(" ") ? "" : " " + $0 } ?? "" }

  /// A value of the key as an answer quotes it: all its digits, so that no rounding adds to it.
  func place(_ x: Double) -> String { ResultText.inFull(x) + unit }

  /// The last name of the key, in words.
  private var name: String {
    switch quantity.path {
    case LinkKeys.distanceKm.path: return "distance"
    case LinkKeys.lossDb.path: return "loss"
    case SecurityKeys.pulses.path: return "number of pulses"
    case SecurityKeys.symbols.path: return "number of symbols"
    default: return quantity.path
    }
  }

  /// The answer for people.
  package var summary: String {
    var lines = [file.title.printable]
    let title = answers.lazy.compactMap { $0.best?.evaluation?.result.analysis.title }.first
    if answers.count == 1, let title { lines.append("  " + title) }
    lines.append("  where along \(quantity.path) there is \(question.target.description)")
    for answer in answers {
      lines.append("")
      if let label = answer.label { lines.append(LabelText.plain(label)) }
      lines += paragraph(answer)
    }
    if let status = answers.lazy.compactMap({ $0.best?.evaluation?.result }).first {
      lines += ResultText.tail(status)
    }
    return lines.joined(separator: "\n")
  }

  /// One sentence that answers the question.
  package func statement(_ answer: Answer) -> String {
    guard !answer.intervals.isEmpty else { return never(answer) }
    let parts = answer.intervals.map { interval -> String in
      switch (interval.beginsInside, interval.endsInside) {
      // Beyond an end that the user chose nothing was looked at.
      case (false, true) where answer.range.isLowerGiven:
        "from \(place(interval.lower.value)), where the search begins, to \(place(interval.upper.value))"
      case (true, false) where answer.range.isUpperGiven:
        "from \(place(interval.lower.value)) to \(place(interval.upper.value)), where the search ends"
      case (false, true): "up to \(place(interval.upper.value))"
      case (true, false): "from \(place(interval.lower.value)) on"
      case (true, true): "from \(place(interval.lower.value)) to \(place(interval.upper.value))"
      case (false, false): "at every value from \(place(interval.lower.value)) to \(place(interval.upper.value))"
      }
    }
    return "\(question.target.description) \(parts.joined(separator: ", and "))"
  }

  /// What to say where the target is met nowhere.
  private func never(_ answer: Answer) -> String {
    let what = question.target == .anyKey ? "no positive key" : "\(question.target.description) not reached"
    let binding = answer.limits.filter(\.isBinding).map(\.cause)
    let reason = answer.best?.evaluation?.result.reasonForZero?.description
    var causes: [String] = []
    for cause in binding where !causes.contains(cause) { causes.append(cause) }
    let cause =
      causes.isEmpty ? reason ?? "what the link delivers at its best" : causes.joined(separator: ", or by ")
    let range = answer.range
    let isPart = range.isLowerGiven || range.isUpperGiven
    let part = isPart ? " from \(place(range.from)) to \(place(range.to))" : ""
    return "\(what) at any \(name)\(part): limited by \(cause)"
  }

  private func paragraph(_ answer: Answer) -> [String] {
    let lines = ["  " + statement(answer)]
    var rows: [(String, String)] = []
    for crossing in answer.crossings {
      let beyond = NumberText.significant(crossing.beyond.value, digits: 8) + unit
      let sides = "met at \(place(crossing.confirmed.value)), missed at \(beyond)"
      let root = crossing.isRootOfSignedRate ? "" : "; no signed rate beyond, so the boundary was halved"
      rows.append(
        (
          "key \(crossing.direction.rawValue)",
          "\(sides) (uncertainty \(ResultText.number(crossing.uncertainty)))\(root)"
        ))
      if let e = crossing.confirmed.evaluation { rows.append(("  there", delivered(e))) }
      rows.append(("  beyond", crossing.reason))
    }
    for interval in answer.intervals where !interval.beginsInside || !interval.endsInside {
      if !interval.beginsInside, let e = interval.lower.evaluation {
        rows.append(("at \(place(interval.lower.value))", "met at this end of the search: " + delivered(e)))
      }
      if !interval.endsInside, let e = interval.upper.evaluation {
        rows.append(("at \(place(interval.upper.value))", "met at this end of the search: " + delivered(e)))
      }
    }
    if answer.intervals.isEmpty, let best = answer.best, let e = best.evaluation {
      let signed = best.excess.map { "; signed, \(ResultText.number($0)) bit/pulse from the target" } ?? ""
      rows.append(("best", "\(delivered(e)) at \(place(best.value))\(signed)"))
      if let reason = e.result.reasonForZero { rows.append(("no key there", reason.description)) }
    }
    for limit in answer.limits {
      let ideal = limit.ideal.map { "\($0.path) = \(ResultText.inFull($0.value))" }.joined(separator: ", ")
      let outcome = limit.relieved.evaluation.map(delivered) ?? limit.relieved.failure ?? ""
      rows.append(("without \(limit.cause)", "\(limit.isBinding ? "reached" : "still not"): \(outcome) (\(ideal))"))
    }
    let spacing = answer.range.isLogarithmic ? "logarithmic" : "even"
    let searched = answer.points.contains { $0.evaluation?.optimisation != nil } ? ", settings optimised at each" : ""
    rows.append(
      (
        "searched",
        "\(place(answer.range.from)) to \(place(answer.range.to)), \(answer.points.count) values, \(spacing)\(searched)"
      ))
    return lines + ResultText.aligned(rows, indent: "    ")
  }

  /// What a link delivers, and how long its block takes.
  private func delivered(_ e: LinkEvaluation) -> String {
    guard (e.result.ratePerPulse ?? 0) > 0 else { return "no key" }
    var parts = ["\(ResultText.number(e.result.ratePerPulse ?? 0)) bit/pulse"]
    if let perSecond = e.bitsPerSecond { parts.append("\(ResultText.number(perSecond)) bit/s") }
    if let bits = e.result.lengthBits { parts.append("\(ResultText.inFull(bits)) bit") }
    if let seconds = e.blockSeconds { parts.append("block of \(Self.duration(seconds))") }
    return parts.joined(separator: ", ") + (e.impossibility.map { "; \($0)" } ?? "")
  }

  /// A time in the unit that suits it, rounded up: a wait is not shortened.
  static func duration(_ seconds: Double) -> String {
    let units: [(Double, String)] = [(86400, "d"), (3600, "h"), (60, "min"), (1, "s"), (1e-3, "ms"), (1e-6, "us")]
    let (size, unit) = units.first { seconds >= $0.0 } ?? (1e-6, "us")
    let value = SearchRange.rounded(seconds / size, digits: 5, up: true)
    return ResultText.number(value) + " " + unit
  }
}

extension LinkEvaluation {
  /// How long the block of a finite key takes at the repetition rate, in seconds; nil without either.
  package var blockSeconds: Double? {
    guard let clock = link.repetitionRateHz, let pulses = result.pulses else { return nil }
    return pulses / clock
  }
}

extension ResultText {
  /// The number with all its digits, which reads back to the same value.
  static func inFull(_ value: Double) -> String { NumberText.significant(value, digits: 17) }
}
