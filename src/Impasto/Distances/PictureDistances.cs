namespace Impasto;

/// <summary>How far a picture is from a content and from a style.</summary>
/// <param name="Style">Distance of its Gram matrices from the style's.</param>
/// <param name="Content">Distance of its features from the content's.</param>
public sealed record PictureDistances(LayerDistances Style, LayerDistances Content);
