// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed twin-field files: predictions")
struct TwinFieldMalformedPredictionsTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "predictions not declared",
      TwinFieldText.run + "predicted_test_total = 187900000",
      says: """
        f.toml:11:1: counts.predicted_test_total = 187900000: needs counts.predictions_fixed_before_run = true; \
        predictions made from the analysed data void the bound; leave them out if they were not fixed before
        """),
    MalformedFile(
      "predictions declared not fixed",
      TwinFieldText.run + """
        predicted_test_total = 187900000
        predictions_fixed_before_run = false
        """,
      says: """
        f.toml:11:1: counts.predicted_test_total = 187900000: needs counts.predictions_fixed_before_run = true; \
        predictions made from the analysed data void the bound; leave them out if they were not fixed before
        """),
    MalformedFile(
      "a declaration without predictions",
      TwinFieldText.run + "predictions_fixed_before_run = true",
      says: """
        f.toml:11:1: counts.predictions_fixed_before_run = true: goes with predictions, but the file gives none
        """),
    MalformedFile(
      "predictions made from the data",
      TwinFieldText.run + """
        predicted_test_total = 187835613
        predictions_fixed_before_run = true
        """,
      says: """
        f.toml:11:1: counts.predicted_test_total = 187835613: looks fitted to the data: the observed M_Z is \
        187835613.0; leave the predictions out (TF-34b), or use planning for expected counts; predictions must be fixed before the run
        """),
    MalformedFile(
      "predictions made from the counts",
      TwinFieldText.run + """
        [security]
        prediction = "evaluated"
        """,
      says: """
        f.toml:12:1: security.prediction = "evaluated": must be successes without a plan; predictions made from the \
        analysed data void the bound; see counts.plan
        """),
    MalformedFile(
      "a rule beside numbers",
      TwinFieldText.run + """
        predicted_phase_errors = 5e6
        predictions_fixed_before_run = true
        [security]
        prediction = "successes"
        """,
      says: """
        f.toml:14:1: security.prediction = "successes": has no meaning beside counts.predicted_phase_errors
        """),
    MalformedFile(
      "a rule that looks at no plan",
      TwinFieldText.run + """
        plan = "plan.toml"
        predictions_fixed_before_run = true
        [security]
        prediction = "successes"
        """, table: TwinFieldText.plan,
      says: """
        f.toml:14:1: security.prediction = "successes": looks at no plan; leave counts.plan out, or \
        security.prediction
        """),
    MalformedFile(
      "a plan and predictions",
      TwinFieldText.run + """
        plan = "plan.toml"
        predicted_phase_errors = 5e6
        predictions_fixed_before_run = true
        """, table: TwinFieldText.plan,
      says: """
        f.toml:12:1: counts.predicted_phase_errors = 5e6: cannot be given together with counts.plan
        """),
    MalformedFile(
      "a plan that is not there",
      TwinFieldText.run + """
        plan = "plan.toml"
        predictions_fixed_before_run = true
        """,
      says: """
        plan.toml: cannot be read: does not exist
        """),
    MalformedFile(
      "a plan not declared",
      TwinFieldText.run + "plan = \"plan.toml\"", table: TwinFieldText.plan,
      says: """
        f.toml:11:1: counts.plan = "plan.toml": needs counts.predictions_fixed_before_run = true; predictions made \
        from the analysed data void the bound; leave them out if they were not fixed before
        """),
    MalformedFile(
      "a plan of another protocol",
      TwinFieldText.run + """
        plan = "plan.toml"
        predictions_fixed_before_run = true
        """, table: "protocol = \"bb84\"\nlink.loss_db = 20\nsecurity.pulses = 1e9\n",
      says: """
        plan.toml: protocol = bb84: must be twin-field: the plan of a twin-field run
        """),
    MalformedFile(
      "a plan with a mistake",
      TwinFieldText.run + """
        plan = "plan.toml"
        predictions_fixed_before_run = true
        """, table: TwinFieldText.plan.replacing("1e-8", with: "10"),
      says: """
        plan.toml:3:1: detector.dark_count_probability = 10: must be at least 0 and less than 1 (per detector per \
        gate); counts per second? give detector.dark_count_rate_hz, or multiply by the window
        """),
    MalformedFile(
      "a plan without a link",
      TwinFieldText.run + """
        plan = "plan.toml"
        predictions_fixed_before_run = true
        """, table: "protocol = \"twin-field\"\n",
      says: """
        plan.toml: link.distance_km: one of link.distance_km, link.loss_db, link.transmittance must be given
        """),
    MalformedFile(
      "a plan with a syntax error",
      TwinFieldText.run + """
        plan = "plan.toml"
        predictions_fixed_before_run = true
        """, table: "protocol = \"twin-field\"\n[link\n",
      says: """
        plan.toml:2:6: expected ']' after the table's name, found the end of the line
        """),
    MalformedFile(
      "the counts themselves for a plan",
      TwinFieldText.run + """
        plan = "plan.toml"
        predictions_fixed_before_run = true
        """, table: TwinFieldText.run,
      says: """
        plan.toml: counts: a plan describes the link as it was expected before the run, without counts
        """),
    MalformedFile(
      "a pair of unequal parity",
      TwinFieldText.run + """
        predicted_pairs = [[0, 1, 100]]
        predictions_fixed_before_run = true
        """,
      says: """
        f.toml:11:20: counts.predicted_pairs[1] = [0, 1, 100]: must be [n, m, expected count] with whole numbers n \
        and m of equal parity and a count of 0 or more
        """),
    MalformedFile(
      "half a photon",
      TwinFieldText.run + """
        predicted_pairs = [[0, 0, 2600], [0.5, 2, 100]]
        predictions_fixed_before_run = true
        """,
      says: """
        f.toml:11:34: counts.predicted_pairs[2] = [0.5, 2, 100]: must be [n, m, expected count] with whole numbers \
        n and m of equal parity and a count of 0 or more
        """),
    MalformedFile(
      "a negative prediction",
      TwinFieldText.run + """
        predicted_pairs = [[0, 0, -1]]
        predictions_fixed_before_run = true
        """,
      says: """
        f.toml:11:20: counts.predicted_pairs[1] = [0, 0, -1]: must be [n, m, expected count] with whole numbers n \
        and m of equal parity and a count of 0 or more
        """),
    MalformedFile(
      "a pair without its count",
      TwinFieldText.run + """
        predicted_pairs = [[0, 0]]
        predictions_fixed_before_run = true
        """,
      says: """
        f.toml:11:20: counts.predicted_pairs[1] = [0, 0]: must have 3 elements, found 2
        """),
    MalformedFile(
      "predictions as a table of their own",
      TwinFieldText.run + "predictions = [[0, 0, 2600]]",
      says: """
        f.toml:11:1: counts.predictions: is not a known key; did you mean counts.predictions_fixed_before_run?
        """),
    MalformedFile(
      "a total prediction that is negative",
      TwinFieldText.run + """
        predicted_test_total = -1
        predictions_fixed_before_run = true
        """,
      says: """
        f.toml:11:1: counts.predicted_test_total = -1: must be at least 0 (counts)
        """),
  ]
}
