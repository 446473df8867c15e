// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: Sweeps, curves, overlays and figures")
struct MalformedSweepsTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "a curve that sets the swept key",
      MalformedFile.sweep + """
        variable = "link.loss_db"
        values = [10, 20]
        [[curve]]
        label = "a"
        link.loss_db = 30
        """,
      says: """
        f.toml:9:1: curve[1].link.loss_db = 30: has no effect: the sweep sets link.loss_db for every curve; sweep \
        something else, or leave it out
        """),
    MalformedFile(
      "a curve that sets what the sweep replaces",
      MalformedFile.sweep + """
        variable = "link.distance_km"
        values = [10, 20]
        [[curve]]
        label = "a"
        link.loss_db = 30
        """,
      says: """
        f.toml:9:1: curve[1].link.loss_db = 30: has no effect: the sweep sets link.distance_km for every curve; sweep \
        something else, or leave it out
        """),
    MalformedFile(
      "counts in a curve",
      MalformedFile.sweep + """
        values = [10, 20]
        [[curve]]
        label = "a"
        counts.pulses = 1e9
        """,
      says: """
        f.toml:8:1: [curve[1].counts]: is not a known table; did you mean [curve[1].security]?
        """),
    MalformedFile(
      "unknown variable",
      MalformedFile.sweep + """
        variable = "link.distnce_km"
        from = 0
        to = 100
        points = 11
        """,
      says: """
        f.toml:5:1: sweep.variable = "link.distnce_km": is not a key that can be swept; did you mean link.distance_km?
        """),
    MalformedFile(
      "variable without table",
      MalformedFile.sweep + """
        variable = "distance"
        from = 0
        to = 100
        points = 11
        """,
      says: """
        f.toml:5:1: sweep.variable = "distance": is not a key that can be swept; did you mean link.distance_km?
        """),
    MalformedFile(
      "a list as variable",
      MalformedFile.sweep + """
        variable = "source.intensities"
        from = 0
        to = 1
        points = 11
        """,
      says: """
        f.toml:5:1: sweep.variable = "source.intensities": is not a single number and cannot be swept
        """),
    MalformedFile(
      "a word as variable",
      MalformedFile.sweep + """
        variable = "security.proof"
        from = 0
        to = 1
        points = 11
        """,
      says: """
        f.toml:5:1: sweep.variable = "security.proof": is not a single number and cannot be swept
        """),
    MalformedFile(
      "downwards",
      MalformedFile.sweep + """
        variable = "link.loss_db"
        from = 60
        to = 10
        points = 11
        """,
      says: """
        f.toml:7:1: sweep.to = 10: must be above sweep.from = 60
        """),
    MalformedFile(
      "logarithmic from 0",
      MalformedFile.sweep + """
        variable = "link.loss_db"
        from = 0
        to = 10
        points = 11
        scale = "logarithmic"
        """,
      says: """
        f.toml:6:1: sweep.from = 0: must be greater than 0 on a logarithmic scale
        """),
    MalformedFile(
      "log for logarithmic",
      MalformedFile.sweep + """
        variable = "link.loss_db"
        from = 1
        to = 10
        points = 11
        scale = "log"
        """,
      says: """
        f.toml:9:1: sweep.scale = "log": must be one of linear, logarithmic; write logarithmic
        """),
    MalformedFile(
      "not rising",
      MalformedFile.sweep + """
        variable = "link.loss_db"
        values = [10, 30, 20]
        """,
      says: """
        f.toml:6:1: sweep.values = [10, 30, 20]: must be in rising order
        """),
    MalformedFile(
      "logarithmic values from 0",
      MalformedFile.sweep + """
        variable = "link.loss_db"
        values = [0, 10, 20]
        scale = "logarithmic"
        """,
      says: """
        f.toml:6:1: sweep.values = [0, 10, 20]: must be greater than 0 on a logarithmic scale
        """),
    MalformedFile(
      "no values",
      MalformedFile.sweep + """
        variable = "link.loss_db"
        values = []
        """,
      says: """
        f.toml:6:1: sweep.values = []: needs at least one value
        """),
    MalformedFile(
      "no number of points",
      MalformedFile.sweep + """
        variable = "link.loss_db"
        from = 0
        to = 20
        """,
      says: """
        f.toml:4:1: sweep.points: must be given (or sweep.values)
        """),
    MalformedFile(
      "nothing but the variable",
      MalformedFile.sweep + "variable = \"link.loss_db\"",
      says: """
        f.toml:4:1: sweep.from: must be given (or sweep.values)
        f.toml:4:1: sweep.to: must be given (or sweep.values)
        f.toml:4:1: sweep.points: must be given (or sweep.values)
        """),
    MalformedFile(
      "points and values",
      MalformedFile.sweep + """
        variable = "link.loss_db"
        values = [10, 20]
        points = 2
        """,
      says: """
        f.toml:7:1: sweep.points = 2: cannot be given together with sweep.values
        """),
    MalformedFile(
      "a step in place of points",
      MalformedFile.sweep + """
        variable = "link.loss_db"
        from = 0
        to = 20
        step = 1
        """,
      says: """
        f.toml:8:1: sweep.step: is not a known key; did you mean sweep.points?
        """),
    MalformedFile(
      "half a point",
      MalformedFile.sweep + """
        variable = "link.loss_db"
        from = 0
        to = 20
        points = 10.5
        """,
      says: """
        f.toml:8:1: sweep.points = 10.5: must be a whole number
        """),
    MalformedFile(
      "no points at all",
      MalformedFile.sweep + """
        variable = "link.loss_db"
        from = 0
        to = 20
        points = 0
        """,
      says: """
        f.toml:8:1: sweep.points = 0: must be between 1 and 100000
        """),
    MalformedFile(
      "a swept value out of range",
      MalformedFile.sweep + """
        variable = "detector.efficiency"
        from = 0.1
        to = 1.1
        points = 11
        """,
      says: """
        sweep: detector.efficiency = 1.1: must be greater than 0 and at most 1; a fraction, not percent
        """),
    MalformedFile(
      "no label",
      MalformedFile.sweep + """
        values = [10, 20]
        [[curve]]
        security.pulses = 1e8
        """,
      says: """
        f.toml:6:1: curve[1].label: must be given: text
        """),
    MalformedFile(
      "unknown in a curve",
      MalformedFile.sweep + """
        values = [10, 20]
        [[curve]]
        label = "a"
        security.pulse = 1e8
        """,
      says: """
        f.toml:8:1: curve[1].security.pulse: is not a known key; did you mean curve[1].security.pulses?
        """),
    MalformedFile(
      "sweep in a curve",
      MalformedFile.sweep + """
        values = [10, 20]
        [[curve]]
        label = "a"
        sweep.points = 3
        """,
      says: """
        f.toml:8:1: [curve[1].sweep]: is not a known table; known are link, source, detector, security, acceptance, search
        """),
    MalformedFile(
      "protocol in a curve",
      MalformedFile.sweep + """
        values = [10, 20]
        [[curve]]
        label = "a"
        protocol = "bb84"
        """,
      says: """
        f.toml:8:1: curve[1].protocol: is not a known key
        """),
    MalformedFile(
      "a wrong value in a curve",
      MalformedFile.sweep + """
        values = [10, 20]
        [[curve]]
        label = "a"
        security.pulses = 1e8
        [[curve]]
        label = "b"
        detector.efficiency = 20
        """,
      says: """
        f.toml:11:1: curve[2].detector.efficiency = 20: must be greater than 0 and at most 1; a fraction, not percent
        """),
    MalformedFile(
      "another number of decoys in a curve",
      MalformedFile.finite + """
        source.intensities = [0.5, 0.1, 0]
        [sweep]
        values = [10, 20]
        [[curve]]
        label = "one decoy"
        source.decoys = 1
        """,
      says: """
        f.toml:4:1: source.intensities = [0.5, 0.1, 0]: must have 2 values, found 3; one decoy means two intensities, \
        see source.decoys
        """),
    MalformedFile(
      "a curve that cannot be swept",
      MalformedFile.sweep + """
        variable = "security.pulses"
        values = [1e8, 1e9]
        [[curve]]
        label = "infinite"
        security.analysis = "infinite-block"
        """,
      says: """
        sweep of curve "infinite": security.pulses = 100000000: has no meaning with security.analysis = \
        "infinite-block"; leave it out
        """),
    MalformedFile(
      "an overlay without its file",
      MalformedFile.sweep + """
        values = [10, 20]
        [[overlay]]
        column = "rate"
        label = "mine"
        """,
      says: """
        f.toml:6:1: overlay[1].file: must be given: text
        f.toml:7:1: overlay[1].column: is not a known key; did you mean overlay[1].y?
        """),
    MalformedFile(
      "bps for a unit",
      MalformedFile.sweep + """
        values = [10, 20]
        [plot]
        unit = "bps"
        """,
      says: """
        f.toml:7:1: plot.unit = "bps": must be one of per-pulse, per-second, bits; write per-second
        """),
    MalformedFile(
      "a size of paper",
      MalformedFile.sweep + """
        values = [10, 20]
        [plot]
        size = "a4"
        """,
      says: """
        f.toml:7:1: plot.size = "a4": must be one of screen, column, one-and-a-half-columns
        """),
    MalformedFile(
      "true or false for the bounds",
      MalformedFile.sweep + """
        values = [10, 20]
        [plot]
        bounds = false
        """,
      says: """
        f.toml:7:1: plot.bounds = false: must be a list of texts, found true or false; [] draws none, ["plob"] the \
        repeaterless bound
        """),
    MalformedFile(
      "an unknown bound",
      MalformedFile.sweep + """
        values = [10, 20]
        [plot]
        bounds = ["plop", "secret"]
        """,
      says: """
        f.toml:7:11: plot.bounds[1] = "plop": must be one of plob, plob-with-receiver, single-repeater, tgw; did you mean plob?
        f.toml:7:19: plot.bounds[2] = "secret": must be one of plob, plob-with-receiver, single-repeater, tgw
        """),
    MalformedFile(
      "an axis from 0",
      MalformedFile.sweep + """
        values = [10, 20]
        [plot]
        from = 0
        """,
      says: """
        f.toml:7:1: plot.from = 0: must be greater than 0; the rate axis is logarithmic
        """),
  ]
}
