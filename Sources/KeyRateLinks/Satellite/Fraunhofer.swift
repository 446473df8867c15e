// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// Diffraction of a Gaussian beam that the transmitter cuts, in the far field (BB-60; Sidhu et al. 2022, arXiv:2012.07829).
package enum Fraunhofer {
  /// The share of the power that enters a receiver.
  ///
  /// - Parameters:
  ///   - waist: the 1/e radius of the field, in m.
  ///   - transmitter: the radius that cuts the beam, in m.
  ///   - receiver: the radius of the receiver, in m.
  ///   - range: in m.
  ///   - wavelength: in m.
  package static func collection(
    waist: Double, transmitter: Double, receiver: Double, range: Double, wavelength: Double
  ) -> Double {
    let k = 2 * Double.pi / wavelength
    func field(_ r: Double) -> Double { Double.exp(-r * r / (waist * waist)) }
    // The oscillations of the kernel over both apertures set the number of panels.
    let panels = max(1, Int((k * receiver * transmitter / range / 2).rounded(.up)))
    func amplitude(_ rho: Double) -> Double {
      integral(0, transmitter, panels) { r in r * field(r) * besselJ0(k * rho * r / range) }
    }
    let received = integral(0, receiver, panels) { rho in
      let u = amplitude(rho)
      return rho * u * u
    }
    let sent = integral(0, transmitter, 4) { r in r * field(r) * field(r) }
    return (k / range) * (k / range) * received / sent
  }

  /// J0 by its integral, which the trapezoidal rule converges to faster than any power.
  static func besselJ0(_ x: Double) -> Double {
    let points = 24 + Int(abs(x))
    var sum = 0.0
    for j in 0..<points { sum += Double.cos(x * Double.sin(Double.pi * (Double(j) + 0.5) / Double(points))) }
    return sum / Double(points)
  }

  /// Gauss's rule of ten points on equal panels.
  static func integral(_ a: Double, _ b: Double, _ panels: Int, _ f: (Double) -> Double) -> Double {
    let nodes = [
      (0.1488743389816312, 0.2955242247147529), (0.4333953941292472, 0.2692667193099963),
      (0.6794095682990244, 0.2190863625159820), (0.8650633666889845, 0.1494513491505806),
      (0.9739065285171717, 0.0666713443086881),
    ]
    let width = (b - a) / Double(panels)
    var sum = 0.0
    for panel in 0..<panels {
      let middle = a + (Double(panel) + 0.5) * width
      for (x, w) in nodes { sum += w * (f(middle - x * width / 2) + f(middle + x * width / 2)) }
    }
    return sum * width / 2
  }
}
