namespace Impasto;

/// <summary>How a photograph of another shape comes into a result of an exact width and height.</summary>
public enum FramingMode
{
    /// <summary>It fills the result; what is too much is cut off on both sides alike.</summary>
    Crop,

    /// <summary>It fits into the result, which becomes smaller on one side.</summary>
    Fit,

    /// <summary>It fits into the result, and white is added; transparency if the photograph has some.</summary>
    Pad,
}
