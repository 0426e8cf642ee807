namespace Impasto;

/// <summary>How a style is brought to size.</summary>
public enum StyleFitMode
{
    /// <summary>It keeps its shape.</summary>
    Keep,

    /// <summary>It gets exactly the content's height and width.</summary>
    Squash,
}
