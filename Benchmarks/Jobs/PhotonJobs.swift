// SPDX-License-Identifier: GPL-3.0-or-later
import Entanglement
import KeyRateDocuments
import KeyRateLinks
import KeyRateOptimisation
import KeyRateReading
import KeyRateSecurity

extension BenchmarkJob {
  /// Entangled pairs and sources without decoys: an optimised point of each, and a length by intervals.
  static var photons: [BenchmarkJob] {
    [
      point(
        "pairs, optimised point",
        """
        protocol = "bbm92"
        link.loss_db = 20
        detector = { efficiency = 0.8, dark_count_probability = 1e-7, misalignment = 0.01 }
        security = { pulses = 1e12, sampling = "klt" }
        """),
      point(
        "pairs, continuous pump, optimised point",
        """
        protocol = "bbm92"
        link.loss_db = 24
        source.pump = "continuous"
        detector = { efficiency = 0.6, user_dark_rate_hz = 1000, jitter_s = 150e-12, misalignment = 0.015 }
        security = { duration_s = 600, key_mode = "pooled" }
        """),
      point(
        "single photons, optimised point",
        """
        protocol = "bb84"
        link.loss_db = 10
        source = { kind = "single-photon", mean_photons = 0.5, g2 = 0.01, pre_attenuation = "optimise" }
        detector = { efficiency = 0.8, dark_count_probability = 1e-7, misalignment = 0.01 }
        security.pulses = 1e11
        """),
      BenchmarkJob("pairs, length by intervals") {
        let counts = PairCounts(
          samples: .one(key: .init(rounds: 250_000, errors: 3800), test: .init(rounds: 60000, errors: 1080)),
          durationSeconds: 3600, origin: .measured)
        let options = PairFiniteKeyOptions(sampling: .subset(.klt), leakage: .measured(bits: 33000))
        return { count in
          for _ in 0..<count { consume(try PairFiniteKey.enclosure(counts, options)) }
        }
      },
    ]
  }

  /// A file's link at its best settings.
  private static func point(_ name: String, _ text: String) -> BenchmarkJob {
    BenchmarkJob(name) {
      let link = try ParameterFile(text: text, fileName: "point.toml").link()
      return { count in
        guard let search = link.search else { return }
        for _ in 0..<count { consume(try Optimiser.maximise(search)) }
      }
    }
  }
}
