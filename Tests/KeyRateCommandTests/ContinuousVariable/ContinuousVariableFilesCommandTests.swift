// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import Testing

@Suite("files of continuous variables as a process")
struct ContinuousVariableFilesCommandTests {
  static let constellation = """
    protocol = "cv"
    [link]
    distance_km = 10
    excess_noise = 0.005
    excess_noise_reference = "input"
    [source]
    modulation = "file"
    constellation_file = "states.csv"
    [detector]
    detection = "heterodyne"
    efficiency = 1
    electronic_noise = 0
    [security]
    analysis = "asymptotic"
    """

  static let run = """
    protocol = "cv"
    source.modulation_variance = 5
    detector.efficiency = 0.6
    detector.electronic_noise = 0.05
    [counts]
    symbols = 1e9
    file = "pairs.csv"
    """

  @Test(
    "A constellation that is none is refused at its place",
    arguments: [
      (
        "re,im,probability\n0.5,0,0.3\n-0.25,0.433,0.3\n-0.25,-0.433,0.3\n",
        "keyrate: link.toml:8:1: source.constellation_file = \"states.csv\": probabilities = 0.8999999999999999: must sum to 1"
      ),
      (
        "re,im,probability\n0.5,0,30\n-0.25,0.433,40\n-0.25,-0.433,30\n",
        """
        keyrate: states.csv:2:7: probability = 30: must be greater than 0 and at most 1
        keyrate: states.csv:3:13: probability = 40: must be greater than 0 and at most 1
        """
      ),
      ("re,im,weight\n0.5,0,1\n", "keyrate: states.csv: has no column probability, only re, im, weight"),
    ])
  func weights(table: String, message: String) throws {
    let folder = try TestFolder(["link.toml": Self.constellation, "states.csv": table])
    let result = try folder.keyrate("rate", "link.toml")
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(message.hasPrefix(result.errors.split(separator: "\n").first.map(String.init) ?? "-"), "\(result.errors)")
  }

  @Test(
    "A row of raw pairs that is none is refused at its line",
    arguments: [
      ("1.0,nan", "pairs.csv:4:5: y = nan: must be a finite number"),
      ("1.0,", "pairs.csv:4:5: y = (empty): must be a number"),
      ("1.0", "pairs.csv:4:1: has 1 cell, the header has 2"),
      ("1.0,inf", "pairs.csv:4:5: y = inf: must be a finite number"),
      ("1.0,1e400", "pairs.csv:4:5: y = 1e400: is too large for a number"),
      (
        "1,0,5",
        "pairs.csv:4:1: has 3 cells, the header has 2; decimal numbers are written with a point, texts with commas in quotes"
      ),
    ])
  func rows(row: String, message: String) throws {
    let folder = try TestFolder([
      "run.toml": Self.run, "pairs.csv": "x,y\n1.0,0.5\n-0.4,0.2\n\(row)\n2.0,1.1\n",
    ])
    let result = try folder.keyrate("analyse", "run.toml")
    #expect(result.status == 2)
    #expect(result.errors == "keyrate: \(message)\n", "\(result.errors)")
  }

  @Test("CV-MDI over its relay: a rate, its chain, a sweep with the bound of a repeater")
  func relay() throws {
    let folder = try TestFolder([
      "relay.toml": """
      title = "relay"
      protocol = "cv-mdi"
      [link]
      alice_distance_km = 0
      bob_distance_km = 5
      alice_excess_noise = 0
      bob_excess_noise = 0.002
      excess_noise_reference = "relay"
      [source]
      repetition_rate_hz = 2e7
      [detector]
      efficiency = 0.98
      electronic_noise = 0.01
      [security]
      reconciliation_efficiency = 0.97
      [sweep]
      variable = "link.bob_distance_km"
      from = 0
      to = 60
      points = 13
      """
    ])
    let rate = try folder.keyrate("rate", "relay.toml", "--json").json()
    #expect(rate["status"]?.text == "planning" && rate["rate_per_pulse"]?.number ?? 0 > 0.1)
    let explained = try folder.keyrate("explain", "relay.toml").output
    for word in ["CV-60", "CV-61", "CV-62", "CV-63", "BND-30", "given to Eve"] {
      #expect(explained.contains(word), "\(word)")
    }
    for jobs in ["1", "2"] {
      let run = try folder.keyrate("sweep", "relay.toml", "--output", "s\(jobs)", "--jobs", jobs)
      #expect(run.status == 0, "\(run.errors)")
    }
    let csv = try folder.read("s1.csv")
    #expect(csv == (try folder.read("s2.csv")))
    let header = csv.split(separator: "\n").first { !$0.hasPrefix("#") } ?? ""
    for column in ["plob", "single_repeater", "alice_variance", "bob_variance", "relay_noise"] {
      #expect(header.contains(column), "\(column)")
    }
    #expect(csv.contains(",zero,"))
    #expect(try folder.read("s1.svg").contains("one ideal repeater"))
  }

  @Test("The lines of a noise budget are printed by name with their sum at the stated plane")
  func budget() throws {
    let folder = try TestFolder([
      "budget.toml": """
      protocol = "cv"
      [link]
      loss_db = 5
      excess_noise_reference = "output"
      [noise]
      phase_variance_rad2 = 1e-3
      raman_photons = 1e-4
      other = 5e-4
      [source]
      modulation_variance = 4
      [detector]
      efficiency = 0.6
      electronic_noise = 0.05
      [security]
      analysis = "asymptotic"
      """
    ])
    let result = try folder.keyrate("rate", "budget.toml")
    for word in [
      "Raman scattering", "measured besides", "residual phase noise", "excess noise at the channel input",
      "at the plane output", "warning: the excess noise is a prediction from a budget, not a measurement",
    ] { #expect(result.output.contains(word), "\(word)") }
    let document = try folder.keyrate("rate", "budget.toml", "--json", "--set", "link.excess_noise=0.01").json()
    #expect(document["warnings"]?.text == nil && document["rate_per_pulse"]?.number ?? 0 > 0)
  }
}
