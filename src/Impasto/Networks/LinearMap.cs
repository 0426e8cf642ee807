namespace Impasto.Networks;

/// <summary>
/// An affine map A z + b from a small network's channels to the space in which its teacher compares them.
/// </summary>
/// <remarks>
/// Only distances matter there, so A and b may be the triangular factor R of [A b] = U R: U is orthonormal and changes
/// no Frobenius distance of Gram matrices. Moments go through the map instead of every position: G' = A G A^T + A mu
/// b^T + b mu^T A^T + b b^T, mu' = A mu + b.
/// </remarks>
/// <param name="Inputs">Channels of the small network's layer.</param>
/// <param name="Outputs">Rows of A.</param>
/// <param name="Weight">A, Outputs x Inputs.</param>
/// <param name="Bias">b, Outputs.</param>
/// <param name="Channels">Channels of the teacher's layer, for conventions that divide by them.</param>
public sealed record LinearMap(int Inputs, int Outputs, double[] Weight, double[] Bias, int Channels);
