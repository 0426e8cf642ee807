namespace Impasto.Engines;

/// <summary>
/// Runs one frozen network: moments and features forward, the gradient of the picture backward. It does not depend on
/// losses.
/// </summary>
/// <remarks>
/// An engine serves one caller at a time; Dispose may be called twice, and other members of a disposed engine throw
/// ObjectDisposedException. A layer's features are those after the ReLU that follows its convolution, where one
/// follows.
/// <see cref="FeatureRequest.Check"/> does the checks that every engine needs before it works.
/// </remarks>
public interface IEngine : IDisposable
{
    /// <summary>What does the work, for people: "Torch on cpu, 2 threads".</summary>
    string Description { get; }

    /// <summary>
    /// An upper bound in bytes of the machine's memory that the engine holds, weights included, after a pass of that
    /// size.
    /// </summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="request">The request of the pass.</param>
    long BytesFor(int width, int height, FeatureRequest request);

    /// <summary>
    /// Computes moments at the style layers and features at the content layers; stops at the deepest of them.
    /// </summary>
    /// <remarks>
    /// With m_p a region's weight at position p and M = sum_p m_p its moments are sum_p m_p F_p / M and sum_p m_p F_p
    /// F_p^T / M; those of a region with M = 0 are zero.
    /// </remarks>
    /// <param name="input">The network's input, 3 x height x width, already normalised.</param>
    /// <param name="request">Which layers and regions, and whether <see cref="Backward"/> will follow.</param>
    /// <param name="into">
    /// Results of an earlier pass that are no longer needed. An engine may overwrite and return them if they have the
    /// right shape, so that repeated steps allocate nothing. Null asks for new ones.
    /// </param>
    /// <exception cref="ImpastoException">
    /// The network lacks a layer, the picture is too small for one, or memory runs out.
    /// </exception>
    /// <exception cref="ArgumentException">A region's weights do not fit a layer.</exception>
    Features Forward(NetworkInput input, FeatureRequest request, Features? into = null);

    /// <summary>
    /// Carries the losses' derivatives back to the input of the last forward pass that was kept for it.
    /// </summary>
    /// <remarks>
    /// At a style layer dL/dF_p = sum_r m_rp (2 dL/dG_r F_p + dL/dmu_r) / M_r over the regions r with M_r > 0, with
    /// dL/dG_r symmetric; at a content layer the derivative is taken as it is; both add up where a layer is both.
    /// </remarks>
    /// <param name="gradients">One entry for each layer that a loss looks at.</param>
    /// <param name="inputGradient">Receives dL/dinput, 3 x height x width; overwritten.</param>
    /// <exception cref="InvalidOperationException">No forward pass was kept.</exception>
    void Backward(FeatureGradients gradients, float[] inputGradient);

    /// <summary>
    /// Frees the memory of earlier passes, but not the weights; the next pass takes what it needs. Default: does
    /// nothing.
    /// </summary>
    /// <remarks>An engine holds the memory of its largest pass; a later pass in bands or tiles needs less.</remarks>
    void Trim()
    {
    }
}
