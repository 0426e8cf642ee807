namespace Impasto.Networks;

/// <summary>
/// One step of a network's chain: a <see cref="Convolution"/>, a <see cref="Relu"/> or a <see cref="Pooling"/>.
/// </summary>
/// <remarks>There are no other kinds, so that an engine can decide for every network whether it runs it.</remarks>
public abstract class NetworkNode
{
    private protected NetworkNode()
    {
    }

    /// <summary>The geometry after this node.</summary>
    /// <param name="before">The geometry of the input.</param>
    /// <exception cref="ArgumentException">
    /// The node takes another number of channels, or the stride gets too large.
    /// </exception>
    internal abstract NodeGeometry After(NodeGeometry before);
}
