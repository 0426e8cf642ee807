namespace Impasto.Video.Flow.Refinement;

/// <summary>How a flow is refined.</summary>
/// <param name="Rounds">Rounds in which the robust weights are computed anew.</param>
/// <param name="Sweeps">Sweeps of the solver in a round.</param>
/// <param name="Delta">Weight of equal brightness.</param>
/// <param name="Gamma">Weight of equal gradients.</param>
/// <param name="Alpha">Weight of smoothness.</param>
internal sealed record RefinementSettings(int Rounds, int Sweeps, float Delta, float Gamma, float Alpha);
