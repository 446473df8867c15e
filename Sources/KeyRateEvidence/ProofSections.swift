// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports
import KeyRateSecurity

/// The sections about the proof: assumptions, equations, failure probabilities, inequalities.
extension Examination {
  var assumptionsSection: ReportSection {
    ReportSection(
      "assumptions", "Assumptions of the proof",
      text: ["“Assumed” means that nobody has shown it here; “measured” and “violated” are what the claimant says."],
      tables: [
        ReportTable(
          "assumptions", "Assumptions",
          columns: [("assumption", "Assumption"), ("status", "Status"), ("reference", "Shown by")],
          rows: assumptions.map { [.text($0.text), .text($0.status), ReportValue($0.reference)] })
      ])
  }

  var traceSection: ReportSection {
    var tables: [ReportTable] = []
    if let run = counts.deciding { tables.append(Self.trace("counts", "From the counts to the key", run.result)) }
    if let settings {
      tables.append(Self.trace("model", "The model at the stated devices and settings", settings.link.result))
    }
    return ReportSection(
      "trace", "Equations",
      text: [
        "Every quantity with its equation, its source and the direction in which it may be relied upon. The identifiers are those of the formula sheets that the program carries."
      ], tables: tables)
  }

  private static func trace(_ id: String, _ title: String, _ result: SecretKeyRate) -> ReportTable {
    ReportTable(
      id, title,
      columns: [
        ("stage", "Stage"), ("symbol", "Symbol"), ("meaning", "Meaning"), ("value", "Value"), ("unit", "Unit"),
        ("equation", "Equation"), ("source", "Source"), ("direction", "Direction"), ("note", "Note"),
      ],
      rows: result.trace.map {
        [
          .text($0.stage.rawValue), .text($0.symbol), .text($0.meaning), .number($0.value), .text($0.unit),
          .text($0.equation), .text($0.source), .text($0.direction.rawValue), ReportValue($0.note),
        ]
      })
  }

  var budgetSection: ReportSection {
    var tables: [ReportTable] = []
    var fields: [ReportField] = []
    var text: [String] = []
    if let budget = analysed?.failureBudget {
      tables.append(
        ReportTable(
          "budget", "Where the failure probability goes",
          columns: [
            ("event", "Events"), ("count", "Number"), ("probability_each", "Probability of each"),
            ("contribution", "Contribution to ε_sec"),
          ],
          rows: budget.items.map {
            [.text($0.event), .integer($0.count), .number($0.probabilityEach), .number($0.contribution)]
          } + [[.text("sum"), .none, .none, .number(budget.total)]]))
      fields = [
        ReportField("total", "Sum of the contributions", .number(budget.total)),
        ReportField("secrecy", "ε_sec", .number(budget.secrecy)),
        ReportField("correctness", "ε_cor, counted once beside it", .number(budget.correctness)),
        ReportField("composition", "Composition", .text(budget.composition)),
      ]
    } else {
      text.append("The analysis is not composable: it has no failure probabilities.")
    }
    if !claim.failures.isEmpty {
      let sum = claim.failures.reduce(0) { $0 + Double($1.count) * $1.probability }
      tables.append(
        ReportTable(
          "claimed", "The budget that the claimant gives",
          columns: [
            ("event", "Events"), ("count", "Number"), ("probability_each", "Probability of each"),
            ("contribution", "Contribution"),
          ],
          rows: claim.failures.map {
            [.text($0.event), .integer($0.count), .number($0.probability), .number(Double($0.count) * $0.probability)]
          } + [[.text("sum"), .none, .none, .number(sum)]]))
    }
    return ReportSection("failure_budget", "Failure probabilities", text: text, fields: fields, tables: tables)
  }

  var inequalitySection: ReportSection {
    let rows = AlternativeBounds.rows(claim, link: settings?.link, run: counts.deciding, source: inputs)
    var words: [String] = []
    for row in rows where row.isInForce && !words.contains(row.word) { words.append(row.word) }
    let hypotheses = words.compactMap { word in Hypotheses.inequality(word).map { "\(word): \($0)" } }
    guard !rows.isEmpty, claim.isFinite else {
      return ReportSection(
        "inequality", "Concentration inequality",
        text: ["The analysis of this claim uses no concentration inequality that could be exchanged."])
    }
    return ReportSection(
      "inequality", "Concentration inequality",
      text: hypotheses + ["The table shows what the other words of the analysis give from the same data."],
      tables: [
        ReportTable(
          "alternatives", "Alternatives",
          columns: [
            ("key", "Key"), ("word", "Word"), ("in_force", "In force"), ("length_bits", "Length (bit)"),
            ("rate_per_pulse", "Rate (bit/pulse)"), ("status", "Status"), ("note", "Note"),
          ],
          rows: rows.map {
            [
              .text($0.key), .text($0.word), .flag($0.isInForce), ReportValue($0.lengthBits),
              ReportValue($0.ratePerPulse), .text($0.status), .text($0.note),
            ]
          })
      ])
  }

  /// The certified number, or why there is none.
  var certifiedSection: ReportSection {
    guard let run = counts.deciding else {
      return ReportSection(
        "certified", "Certified key length",
        text: [
          "Not certified: \(counts.argument.explanation.joined(separator: " ")) Numbers of this report that come from a model of the link are for planning."
        ])
    }
    let result = run.result
    let isCertified = result.analysis.status == .certified
    let plain = result[.plainLength] ?? result.rawLengthBits
    // An analysis that encloses the length knows both ends; the others hand out the lower end only.
    let enclosed = result.rounding.length
    let lower = enclosed?.raw.lower ?? result.rawLengthBits
    let upper = enclosed?.raw.upper
    let width = enclosed?.width
    var text = [
      isCertified
        ? "The length is the lower end of an evaluation with intervals that are rounded outwards after every operation, rounded down to whole bits. It assumes that the elementary functions of the C library err by no more than the interval type allows for; the tests of the program compare them with fixtures of high precision."
        : "Not certified: \(result.analysis.statusReasons.joined(separator: "; "))."
    ]
    if width == nil { text.append("The analysis hands out the lower end of its interval without the width.") }
    if let open = result.rounding.openDecisions { text.append(open) }
    let most = upper ?? plain
    if let claimed = CountsArgument.claimedLength(claim, pulses: result.pulses), let most, let lower,
      claimed > lower, claimed <= most
    {
      text.append("The interval straddles the decision: the claimed length lies inside it. The lower end decides.")
    }
    let basis = result.analysis.basis
    var fields = [
      ReportField("certified", "Certified", .flag(isCertified)),
      ReportField("basis", "The certificate rests on", ReportValue(basis?.rawValue)),
      ReportField(
        "published_length_bits", "Length by a published theorem alone",
        ReportValue(counts.published?.result.lengthBits),
        unit: "bit"),
      ReportField("box", "Uncertainty of what the run reads besides counts", ReportValue(counts.box?.label)),
      ReportField("least_bits", "Least length over it", ReportValue(counts.box?.least), unit: "bit"),
      ReportField("most_bits", "Largest length over it", ReportValue(counts.box?.most), unit: "bit"),
      ReportField("length_bits", "Length of the key", ReportValue(result.lengthBits), unit: "bit"),
      ReportField("lower_end", "Lower end before rounding down", ReportValue(lower), unit: "bit"),
      ReportField("upper_end", "Upper end", ReportValue(upper), unit: "bit"),
      ReportField("width", "Width of the interval", ReportValue(width), unit: "bit"),
      ReportField("plain", "Evaluation in double precision", ReportValue(plain), unit: "bit"),
    ]
    if let acceptance = run.acceptance {
      fields.append(ReportField("accepted", "Acceptance test passed", .flag(acceptance.isAccepted)))
      fields.append(
        ReportField("fixed_length", "Length fixed before the run", .number(acceptance.fixedLengthBits), unit: "bit"))
    }
    return ReportSection("certified", "Certified key length", text: text, fields: fields)
  }
}
