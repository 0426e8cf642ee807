namespace Impasto;

/// <summary>What a content loss is divided by.</summary>
public enum ContentScaleMode
{
    /// <summary>The target's own energy, sum P^2.</summary>
    Relative,

    /// <summary>The number of values, C M.</summary>
    Mean,
}
