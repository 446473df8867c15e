// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

extension CountsKeys {
  package static let sumX2 = Key<Double>(
    "counts.sum_x2", range: .positive, absent: "needed, or counts.file", "Sum of squares of Alice's values.",
    aliases: ["counts.Sxx", "counts.sum_xx", "sum_x2"])

  package static let sumY2 = Key<Double>(
    "counts.sum_y2", range: .positive, absent: "noise_variance", "Sum of squares of Bob's outcomes.",
    aliases: ["counts.Syy", "counts.sum_yy"])

  package static let symbols = Key<Double>(
    "counts.symbols", unit: "symbols", range: AllowedRange(1...1e18), "Symbols of the block, key and revealed.",
    aliases: ["counts.N"])

  package static let estimationPairs = Key<Double>(
    "counts.estimation_pairs", range: AllowedRange(2...2e18), absent: "rows of counts.file",
    "Real pairs (x, y) used for estimation: one for each homodyne symbol, two for each heterodyne symbol.",
    aliases: ["counts.M", "counts.pairs"])

  package static let slope = Key<Double>(
    "counts.slope", absent: "from sums or file", "t_hat = sum(x y) / sum(x^2).", aliases: ["counts.t_hat", "t_hat"])

  package static let noiseVariance = Key<Double>(
    "counts.noise_variance", unit: "square of the outcomes' unit", range: .positive, absent: "from sums or file",
    "sigma2_hat: residual sum of squares over pairs.", aliases: ["counts.sigma2_hat", "sigma2_hat"])

  package static let sumXy = Key<Double>(
    "counts.sum_xy", absent: "slope", "Sum of products.", aliases: ["counts.Sxy"])

  package static let subtractedMeans = Key<Int>(
    "counts.subtracted_means", range: AllowedRange(0...1_000_000), absent: "0; 1 if the file is centred",
    "Sample means subtracted from Bob's outcomes; each costs a degree of freedom.")

  package static let centre = Key<Bool>(
    "counts.centre", default: true, "Whether the means of the file's columns are subtracted.")

  package static let shotNoiseVariance = Key<Double>(
    "counts.shot_noise_variance", unit: "squared volts", range: .positive, absent: "none: outcomes in shot-noise units",
    "Variance of Bob's output with local oscillator and without signal, electronic noise included; outcomes are then in volts (CV-90).",
    aliases: ["counts.light_variance", "light_variance"])

  package static let lightSamples = Key<Double>(
    "counts.light_samples", unit: "samples", range: AllowedRange(2...1e18), absent: "unknown: planning only",
    "Independent samples behind counts.shot_noise_variance; one less if their mean was subtracted.",
    aliases: ["counts.shot_noise_samples", "light_samples"])

  package static let electronicsVariance = Key<Double>(
    "counts.electronics_variance", unit: "squared volts", range: .nonNegative, absent: "goes with shot_noise_variance",
    "Variance of Bob's output without light; sets the electronic noise.",
    aliases: ["counts.dark_variance", "dark_variance"])

  package static let darkSamples = Key<Double>(
    "counts.dark_samples", unit: "samples", range: AllowedRange(2...1e18), absent: "unknown: planning only",
    "Independent samples behind counts.electronics_variance.",
    aliases: ["counts.electronics_samples", "dark_samples"])

  package static let meanZ = Key<Double>(
    "counts.mean_z", unit: "square of the outcomes' unit", range: .positive, absent: "from the file",
    "Mean of Z = half the squared distance of outcome and slope_reference times the sent value (CV-93).")

  package static let varZ = Key<Double>(
    "counts.var_z", range: .nonNegative, absent: "from the file", "Unbiased sample variance of Z (CV-93).")

  package static let meanR = Key<Double>(
    "counts.mean_r", absent: "from the file",
    "Mean of R = half the product of that distance with the sent value (CV-93).")

  package static let varR = Key<Double>(
    "counts.var_r", range: .nonNegative, absent: "from the file", "Unbiased sample variance of R (CV-93).")

  package static let outsideRadius = Key<Double>(
    "counts.outside_radius", unit: "symbols", range: .nonNegative, absent: "needed with noise_hypothesis = bounded",
    "Symbols of all of the block, key and revealed, whose outcome lay outside security.clip_radius; any aborts it.")

  package static let symbolEntropyBits = Key<Double>(
    "counts.symbol_entropy_bits", unit: "bits per symbol", range: .nonNegative,
    absent: "estimated with reconciliation_efficiency",
    "Empirical entropy of Bob's digitised outcome given all that was announced of the symbol besides error correction (the quadrature above all: one histogram for each); of heterodyne outcomes the joint one (CV-45c). Goes with error_correction_leak_bits.",
    aliases: ["counts.H_Y"])
}
