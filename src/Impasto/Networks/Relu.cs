namespace Impasto.Networks;

/// <summary>max(0, x) of every value.</summary>
public sealed class Relu : NetworkNode
{
    private Relu()
    {
    }

    /// <summary>The only one: it has no values of its own.</summary>
    public static Relu Instance { get; } = new();

    /// <inheritdoc/>
    internal override NodeGeometry After(NodeGeometry before) => before;
}
