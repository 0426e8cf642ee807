namespace Impasto.Networks;

/// <summary>
/// Makes one position of 2 x 2, by a <see cref="PoolingMode"/>. An odd last row or column is dropped.
/// </summary>
public sealed class Pooling : NetworkNode
{
    // No picture has a side of more pixels than this, and strides stay far below 2^31.
    private const int LargestStride = 1 << 20;

    private Pooling()
    {
    }

    /// <summary>The only one: it has no values of its own.</summary>
    public static Pooling Instance { get; } = new();

    /// <inheritdoc/>
    internal override NodeGeometry After(NodeGeometry before) => before.Stride < LargestStride
        ? before with { Stride = 2 * before.Stride }
        : throw new ArgumentException($"Expected a stride of at most {LargestStride}.");
}
