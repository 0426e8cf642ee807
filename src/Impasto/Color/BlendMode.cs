namespace Impasto.Color;

/// <summary>How a result goes back into its content.</summary>
public enum BlendMode
{
    /// <summary>Both mixed in linear light, as two exposures of one film would be.</summary>
    Mix,

    /// <summary>The result's brightness with the content's chroma.</summary>
    Luminance,

    /// <summary>The result's chroma with the content's brightness.</summary>
    Chroma,
}
