// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import Testing

@Suite("continuous variables as a process")
struct ContinuousVariableCommandTests {
  static let link = """
    title = "cv"
    protocol = "cv"
    [link]
    distance_km = 25
    excess_noise = 0.01
    excess_noise_reference = "input"
    [source]
    modulation_variance = 5
    repetition_rate_hz = 1e8
    [detector]
    detection = "heterodyne"
    efficiency = 0.6
    electronic_noise = 0.05
    [security]
    analysis = "asymptotic"
    [sweep]
    from = 0
    to = 600
    points = 7
    [plot]
    bounds = ["plob", "thermal", "thermal-lower"]
    [[curve]]
    label = "het"
    [[curve]]
    label = "block"
    security.analysis = "composable"
    security.symbols = 1e10
    """

  @Test("A rate keeps its digits in JSON, at any distance")
  func rate() throws {
    let folder = try TestFolder(["link.toml": Self.link])
    for (km, expected) in [("25", 0.0920444295848394), ("200", 1.62992041342386e-5)] {
      let result = try folder.keyrate("rate", "link.toml", "--json", "--set", "link.distance_km=\(km)").json()
      let rate = try #require(result["rate_per_pulse"]?.number)
      #expect(abs(rate - expected) <= 1e-12 * expected, "\(km) km: \(rate)")
      #expect(result["bits_per_second"]?.number == 1e8 * rate)
      #expect(result["status"]?.text == "planning")
    }
  }

  @Test("A sweep gives the same bytes with any number of jobs; zeros stay in the table")
  func sweep() throws {
    let folder = try TestFolder(["link.toml": Self.link])
    for jobs in ["1", "3"] {
      let run = try folder.keyrate("sweep", "link.toml", "--output", "s\(jobs)", "--jobs", jobs)
      #expect(run.status == 0, "\(run.errors)")
    }
    let one = try folder.read("s1.csv")
    #expect(one == (try folder.read("s3.csv")))
    let svg = try folder.read("s1.svg")
    #expect(svg.contains("thermal-loss bound") && svg.contains("reverse coherent information"))
    let rows = one.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(rows.count == 15)
    #expect(rows.filter { $0.contains(",key,") }.count >= 8 && rows.filter { $0.contains(",zero,") }.count >= 5)
  }

  @Test("A drawn column needs its name")
  func column() throws {
    let folder = try TestFolder(["link.toml": Self.link])
    let good = try folder.keyrate(
      "sweep", "link.toml", "--output", "t", "--set", "plot.quantity=column", "--set",
      "plot.column=tolerable_excess_noise", "--set", "plot.scale=logarithmic")
    #expect(good.status == 0, "\(good.errors)")
    #expect(try folder.read("t.svg").contains("Excess noise at the channel input"))
    let none = try folder.keyrate("sweep", "link.toml", "--output", "t", "--set", "plot.quantity=column")
    #expect(none.status == 2)
    #expect(none.errors.contains("plot.column: must be given with plot.quantity = \"column\""))
  }

  @Test("Explain names the equations, analyse takes moments")
  func explainAndAnalyse() throws {
    let folder = try TestFolder([
      "link.toml": Self.link,
      "run.toml": """
      protocol = "cv"
      [source]
      modulation_variance = 5.3
      [detector]
      efficiency = 0.674
      electronic_noise = 0.037
      [counts]
      symbols = 1e8
      estimation_pairs = 5e7
      slope = 0.5241
      noise_variance = 1.03933
      sum_x2 = 2.65e8
      [security]
      reconciliation_efficiency = 0.957
      """,
    ])
    let explained = try folder.keyrate("explain", "link.toml")
    for word in ["CV-18", "CV-71", "trusted", "SNU", "channel output"] {
      #expect(explained.output.contains(word), "\(word)")
    }
    let run = try folder.keyrate("analyse", "run.toml", "--json").json()
    #expect(run["length_bits"]?.number == 5_061_369)
    #expect(run["failure_budget"]?["total"]?.number ?? 1 < 1.0000001e-10)
  }
}
