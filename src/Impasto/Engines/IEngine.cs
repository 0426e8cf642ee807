namespace Impasto.Engines;

/// <summary>Runs one frozen network: moments and features forward, the gradient of the picture backward. Knows no losses.</summary>
/// <remarks>An engine serves one caller at a time. It reads features after the ReLU.</remarks>
public interface IEngine : IDisposable
{
    /// <summary>What does the work, for people: "Torch on cpu, 2 threads".</summary>
    string Description { get; }

    /// <summary>Computes what is asked for at the style and content layers; the network ends at the last of them.</summary>
    /// <param name="input">The network's input, 3 x height x width, already normalised.</param>
    /// <param name="request">Which layers, and whether <see cref="Backward"/> will follow.</param>
    /// <exception cref="ImpastoException">The input is too small for a layer, or memory runs out.</exception>
    Features Forward(NetworkInput input, FeatureRequest request);

    /// <summary>Carries the losses' derivatives back to the input of the last forward pass that was kept for it.</summary>
    /// <remarks>
    /// At a style layer dL/dF_p = (2 dL/dG F_p + dL/dmu) / M for each position p of M, with dL/dG symmetric;
    /// at a content layer the derivative is taken as it is; both add up where a layer is both.
    /// </remarks>
    /// <param name="gradients">One entry for each layer that a loss looks at.</param>
    /// <param name="inputGradient">Receives dL/dinput, 3 x height x width; overwritten.</param>
    /// <exception cref="InvalidOperationException">No forward pass was kept.</exception>
    void Backward(FeatureGradients gradients, float[] inputGradient);
}
