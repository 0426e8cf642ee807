namespace Impasto;

/// <summary>What happens to the content's transparency.</summary>
public enum AlphaMode
{
    /// <summary>It comes back in the result.</summary>
    Keep,

    /// <summary>The result is opaque.</summary>
    Drop,
}
