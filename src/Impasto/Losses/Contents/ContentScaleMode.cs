namespace Impasto;

/// <summary>The divisor of a content loss.</summary>
public enum ContentScaleMode
{
    /// <summary>The target's own energy, sum P^2.</summary>
    Relative,

    /// <summary>The number of values, C M.</summary>
    Mean,
}
